// @ts-check
/** A question that was sent while an answer is written: it waits, in sight, and is asked when that is finished. */

import { button, element, find } from './dom.js'

/** @typedef {import('./asking.js').Wish} Wish */

export class NextQuestion {
  #node = find('next', HTMLElement)
  /** @type {Wish | null} */
  #wish = null

  get waits() {
    return this.#wish !== null
  }

  /**
   * @param {Wish} wish
   * @param {() => void} edit what to do where it is to be written on
   */
  keep(wish, edit) {
    this.#wish = wish
    const text = element('q', '', wish.text)
    text.dir = 'auto'
    const label = element('span', 'label', 'Asked when this answer is finished:')
    this.#node.replaceChildren(label, text, button('Edit', 'deed', edit))
    this.#node.hidden = false
  }

  /** Return it, so that it waits no longer. */
  take() {
    const wish = this.#wish
    this.#wish = null
    this.#node.hidden = true
    return wish
  }
}
