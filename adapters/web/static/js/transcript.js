// @ts-check
/** The exchanges of a conversation as they are drawn: one branch, with what leads to the others. */

import { Branches } from './branches.js'

/** @typedef {import('./exchange.js').Exchange} Exchange */

export class Transcript {
  #node
  #turned
  /** @type {Branches<Exchange>} */
  #branches = new Branches()
  /** All that is known, shown or not.
   * @type {Exchange[]} */
  #all = []
  /** @type {Exchange[]} */
  #shown = []

  /**
   * @param {HTMLElement} node
   * @param {() => void} turned told when another branch was chosen
   */
  constructor(node, turned) {
    this.#node = node
    this.#turned = turned
  }

  /** The branch that is shown, from its beginning. */
  get shown() {
    return this.#shown
  }

  get isAnswering() {
    return this.#all.some(({ running }) => running)
  }

  /** The number of the last exchange shown that the server knows; 0: none. */
  get last() {
    return this.#shown.findLast(({ id }) => id)?.id ?? 0
  }

  /**
   * Return the exchange that stands above another; 0: none.
   * @param {Exchange} exchange
   */
  before(exchange) {
    return this.#shown.slice(0, this.#shown.indexOf(exchange)).findLast(({ id }) => id)?.id ?? 0
  }

  /**
   * Return the newest of all answers to the message of an exchange.
   * @param {Exchange} exchange
   */
  newestBeside(exchange) {
    return Math.max(...this.#all.filter(({ message }) => message === exchange.message).map(({ id }) => id))
  }

  /** @param {(exchange: Exchange) => boolean} matches */
  find(matches) {
    return this.#all.find(matches)
  }

  clear() {
    this.#branches = new Branches()
    this.#all = []
    this.#shown = []
    this.#node.replaceChildren()
  }

  /** @param {Exchange[]} exchanges */
  add(exchanges) {
    this.#all.push(...exchanges)
    this.draw()
  }

  /**
   * Add an exchange, and show the branch in which it stands.
   * @param {Exchange} exchange
   */
  show(exchange) {
    this.#all.push(exchange)
    this.#branches.choose(exchange, this.#all)
    this.draw()
  }

  /** @param {Exchange} exchange */
  remove(exchange) {
    this.#all.splice(this.#all.indexOf(exchange), 1)
    this.draw()
  }

  /** Draw what has changed of the branch. What stands between its exchanges stays where it is. */
  draw() {
    const steps = this.#branches.follow(this.#all)
    const old = this.#shown
    const held = this.#node.contains(document.activeElement)
    this.#shown = steps.map(({ shown }) => shown)
    const same = this.#shown.findIndex((exchange, index) => exchange !== old[index])
    const from = same < 0 ? this.#shown.length : same
    const places = old.slice(from).map((exchange) => {
      const place = document.createComment('')
      exchange.node.replaceWith(place)
      return place
    })
    this.#shown.slice(from).forEach((exchange, index) => {
      if (places[index]) places[index].replaceWith(exchange.node)
      else this.#node.append(exchange.node)
    })
    places.forEach((place) => place.remove())
    for (const step of steps) this.#page(step)
    // What had the focus may have given way to what stands there now.
    if (held && !this.#node.contains(document.activeElement)) this.#shown[from]?.node.focus({ preventScroll: true })
  }

  /** @param {import('./branches.js').Step<Exchange>} step */
  #page({ shown, questions, answers }) {
    shown.question.pager.show(questions, shown, (other, step) => {
      this.#choose(other)
      other.question.pager.focus(step)
    })
    shown.answer.pager.show(answers, shown, (other, step) => {
      this.#choose(other)
      other.answer.pager.focus(step)
    })
  }

  /** @param {Exchange} exchange */
  #choose(exchange) {
    this.#branches.choose(exchange, this.#all)
    this.#turned()
    this.draw()
  }
}
