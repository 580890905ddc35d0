// @ts-check
/** Commands typed into the conversation, with what they answer: notes that only this tab shows, and no reload. */

import { runCommand } from './api.js'
import { element } from './dom.js'
import { drawReply, focusOn } from './replies.js'

const COMMAND = /^\/[a-z]+(?:\s|$)/i

/** @param {string} text */
export function isCommand(text) {
  return COMMAND.test(text.trimStart())
}

/**
 * @typedef {{
 *   conversation: () => string,
 *   ask: (text: string, mode: string) => void,
 *   refused: (sentence: string, text: string) => void,
 *   shown: () => void,
 * }} Listener `ask`: what was typed turned out to be a question
 */

export class Notes {
  #transcript
  #listener

  /**
   * @param {HTMLElement} transcript
   * @param {Listener} listener
   */
  constructor(transcript, listener) {
    this.#transcript = transcript
    this.#listener = listener
  }

  /**
   * @param {string} text
   * @param {string} mode how it is meant where it turns out to be a question
   */
  async run(text, mode) {
    const conversation = this.#listener.conversation()
    const said = await runCommand(text, conversation)
    if (conversation !== this.#listener.conversation()) return
    if (said.failed) return this.#listener.refused(said.text, text)
    if (said.ask !== undefined) return this.#listener.ask(said.ask, mode)
    this.#draw(text, said)
  }

  /**
   * @param {string} text
   * @param {import('./api.js').Reply} said
   */
  #draw(text, said) {
    const reply = element('div', 'reply prose')
    reply.tabIndex = -1
    const typed = element('div', 'question', element('p', '', text))
    typed.dir = 'auto'
    const hint = element('p', 'hint', 'Only you see this, and only here.')
    const heads = [element('h2', 'visually-hidden', 'You'), typed, element('h2', 'visually-hidden', 'Reply')]
    this.#transcript.append(element('article', 'note', ...heads, reply, hint))
    drawReply(reply, said)
    this.#listener.shown()
    if (said.form || said.picker) focusOn(reply)
  }
}
