// @ts-check
/** What was typed and not sent yet, kept by conversation in this browser. */

import { recall, remember } from './memory.js'

export class Drafts {
  /** Of conversations that are not begun there is one draft, whatever their ids will be. */
  #name = ''

  /**
   * Turn to a conversation, and return what was begun there; null where it is the one that was open.
   * @param {string} conversation empty: a new one
   */
  open(conversation) {
    const name = conversation ? `draft.${conversation}` : 'draft'
    if (name === this.#name) return null
    this.#name = name
    return recall(name)
  }

  /**
   * The conversation was begun: what is kept for it moves along.
   * @param {string} conversation
   */
  begin(conversation) {
    const [from, to] = [this.#name, `draft.${conversation}`]
    if (from === to) return
    const text = recall(from)
    remember(from, '')
    this.#name = to
    remember(to, text)
  }

  /** @param {string} text */
  keep(text) {
    remember(this.#name, text)
  }
}
