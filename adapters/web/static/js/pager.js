// @ts-check
/** Leads through what stands in one place of a conversation: ‹ 2/3 ›. Where there is but one, there is no pager. */

import { button, element } from './dom.js'

export class Pager {
  node = element('span', 'pager')
  #kind
  /** @type {HTMLButtonElement[]} */
  #buttons = []

  /** @param {string} kind of what there are several, such as “answer”, in small letters */
  constructor(kind) {
    this.#kind = kind
    this.node.setAttribute('role', 'group')
  }

  /**
   * @template T
   * @param {T[]} all
   * @param {T} shown
   * @param {(other: T, step: -1 | 1) => void} choose
   */
  show(all, shown, choose) {
    const at = all.indexOf(shown)
    const held = this.#buttons.findIndex((made) => made === document.activeElement)
    this.node.hidden = all.length < 2
    this.node.setAttribute('aria-label', `${this.#kind[0].toUpperCase()}${this.#kind.slice(1)} ${at + 1} of ${all.length}`)
    this.#buttons = [
      this.#step('‹', 'Previous', all[at - 1], (other) => choose(other, -1)),
      this.#step('›', 'Next', all[at + 1], (other) => choose(other, 1)),
    ]
    const count = element('span', '', `${at + 1}/${all.length}`)
    this.node.replaceChildren(this.#buttons[0], count, this.#buttons[1])
    if (held >= 0) this.focus(held ? 1 : -1)
  }

  /**
   * Give the focus to the button that goes on in a direction, at the end to the one that goes back.
   * @param {-1 | 1} step
   */
  focus(step) {
    const [on, back] = step > 0 ? [1, 0] : [0, 1]
    this.#buttons[this.#buttons[on].disabled ? back : on].focus()
  }

  /**
   * @template T
   * @param {string} sign
   * @param {string} word
   * @param {T | undefined} other
   * @param {(other: T) => void} choose
   */
  #step(sign, word, other, choose) {
    const made = button(sign, '', () => other !== undefined && choose(other))
    made.disabled = other === undefined
    made.setAttribute('aria-label', `${word} ${this.#kind}`)
    return made
  }
}
