// @ts-check
/** One question with one answer to it: which it is in the conversation, and both as they stand on the page. */

import { Answer } from './answer.js'
import { element } from './dom.js'
import { Question } from './question.js'

/**
 * What can be done to it.
 * @typedef {{ again: (exchange: Exchange) => void, edit: (exchange: Exchange, text: string) => void,
 *   complain: (exchange: Exchange, words: string, reasons: import('./me.js').Chip[]) => void }} Deeds
 * @typedef {{ text: string, mode: string, files?: string[], follows: number | null, message?: number, by?: string }} Said
 * @typedef {import('./api.js').Shown} Shown
 * @typedef {import('./runs.js').Done} Done
 */

/** Greater than any number of the store's: an exchange that it does not have yet is the newest. */
let next = 2 ** 52

export class Exchange {
  /** The store's number of it; 0 until it is known. */
  id = 0
  /** The name of its message, under which the store has it. */
  ref = ''
  running = false
  /** It came to nothing: no word of an answer. */
  isVain = false
  #place = next++

  /**
   * @param {Said} said
   * @param {Deeds | null} deeds null where the conversation can only be read
   */
  constructor({ text, mode, files = [], follows, message, by = '' }, deeds) {
    this.mode = mode
    this.files = files
    this.follows = follows
    this.message = message ?? this.#place
    this.question = new Question({ text, mode, files, by }, deeds && ((edited) => deeds.edit(this, edited)))
    this.answer = new Answer(deeds && {
      again: () => deeds.again(this),
      complain: (words, reasons) => deeds.complain(this, words, reasons),
    })
    const head = element('h2', 'visually-hidden', by || 'You')
    this.node = element('article', 'exchange', head, this.question.node, this.answer.node)
    this.node.tabIndex = -1
  }

  get text() {
    return this.question.text
  }

  /** Its place among all of the conversation. */
  get order() {
    return this.id || this.#place
  }

  /**
   * Tell whether the store has it as this one; where it ended before its number was known, its message tells.
   * @param {number} id
   * @param {string} ref
   */
  is(id, ref) {
    return this.id ? this.id === id : this.ref === ref
  }

  /** An answer is on its way. */
  wait() {
    this.running = true
    this.answer.wait()
  }

  /** @param {Done} last how it ended */
  complete(last) {
    this.running = false
    this.id = last.exchange || this.id
    if (last.shown) this.#take(last.shown)
    this.answer.complete(this.id, last)
    this.isVain = last.try_again && !this.answer.text
  }

  /** @param {Shown} shown */
  #take({ message, follows, text }) {
    this.message = message
    this.follows = follows
    this.question.retell(text)
  }
}
