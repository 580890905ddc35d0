// @ts-check
/** What is asked of the server in a conversation: questions, other answers, complaints; each followed to its end. */

import { Exchange } from './exchange.js'
import { randomId } from './ids.js'

/**
 * `about`: the exchange that is complained about, 0: the last one shown; `reasons`: chips that were ticked.
 * @typedef {{ text: string, mode: string, files?: import('./attach.js').Attached[], about?: number,
 *   reasons?: import('./me.js').Chip[] }} Wish
 * @typedef {{
 *   asked: () => void,
 *   taken: () => void,
 *   ended: (well: boolean) => void,
 *   refused: (sentence: string, wish: Wish | null) => void,
 *   changed: () => void,
 *   said: (status: string) => void,
 *   model: () => string,
 * }} Listener
 * @typedef {import('./connection.js').Frame} Frame
 */

export class Asking {
  conversation = ''
  /** False: nothing can be said there. */
  writable = true
  #transcript
  #runs
  #listener

  /**
   * @param {import('./transcript.js').Transcript} transcript
   * @param {import('./runs.js').Runs} runs
   * @param {Listener} listener
   */
  constructor(transcript, runs, listener) {
    this.#transcript = transcript
    this.#runs = runs
    this.#listener = listener
  }

  /**
   * @param {Wish} wish
   * @param {number} [follows] the exchange that it is said after; 0: none
   */
  ask(wish, follows = this.#transcript.last) {
    const { mode, files = [], reasons = [], about = 0 } = wish
    const text = wish.text.toWellFormed()
    const shown = [reasons.map(({ label }) => label).join(', '), text].filter(Boolean).join(': ')
    const exchange = this.#make({ text: shown, mode, files: files.map(({ name }) => name), follows })
    exchange.ref = randomId()
    const chips = reasons.map(({ name }) => name)
    const frame = { type: 'ask', client_id: exchange.ref, conversation: this.conversation, text, mode, follows }
    const place = { ref: exchange.ref, newerThan: 0, conversation: this.conversation }
    this.#begin(exchange, { ...frame, about, reasons: chips, files }, place, wish)
  }

  /**
   * Show an exchange of the store, and follow its answer where that is still being written.
   * @param {import('./api.js').Shown} shown
   */
  recall(shown) {
    const exchange = this.#make(shown)
    exchange.id = shown.id
    exchange.ref = shown.ref
    if (shown.running) {
      exchange.wait()
      this.#runs.follow(shown, this.conversation, this.#watch(exchange, null))
    } else exchange.complete({ ...shown, exchange: shown.id, shown })
    return exchange
  }

  /** @param {import('./exchange.js').Said} said */
  #make(said) {
    return new Exchange(said, !this.writable ? null : {
      again: (exchange) => (exchange.id ? this.#again(exchange) : this.#askAnew(exchange, exchange.text)),
      edit: (exchange, text) => this.#askAnew(exchange, text),
      complain: ({ id }, text, reasons) => this.ask({ text, mode: 'feedback', about: id, reasons }),
    })
  }

  /**
   * Ask another text in place of a question, beside it.
   * @param {Exchange} exchange
   * @param {string} text
   */
  #askAnew(exchange, text) {
    this.ask({ text, mode: exchange.mode }, this.#transcript.before(exchange))
  }

  /** @param {Exchange} exchange another answer is wanted beside its own */
  #again(exchange) {
    const { id, ref, text, mode, files, follows, message } = exchange
    const other = this.#make({ text, mode, files, follows, message })
    other.ref = ref
    const place = { ref, newerThan: this.#transcript.newestBeside(exchange), conversation: this.conversation }
    this.#begin(other, { type: 'again', client_id: randomId(), exchange: id }, place, null)
  }

  /**
   * @param {Exchange} exchange
   * @param {Frame} frame
   * @param {{ ref: string, newerThan: number, conversation: string }} place
   * @param {Wish | null} wish what was typed for it
   */
  #begin(exchange, frame, place, wish) {
    exchange.wait()
    this.#transcript.show(exchange)
    this.#runs.ask({ ...frame, model: this.#listener.model() }, place, this.#watch(exchange, wish))
    this.#listener.asked()
    this.#listener.said('Answering…')
    this.#listener.changed()
  }

  /**
   * @param {Exchange} exchange
   * @param {Wish | null} wish
   * @returns {import('./runs.js').Listener}
   */
  #watch(exchange, wish) {
    return {
      started: () => this.#listener.taken(),
      restarted: () => exchange.answer.restart(),
      queued: (ahead) => exchange.answer.queue(ahead),
      grown: (text) => exchange.answer.grow(text),
      done: (last) => {
        exchange.complete(last)
        this.#transcript.draw()
        this.#listener.said(last.try_again ? 'The answer was not finished.' : 'Answer finished.')
        this.#listener.changed()
        this.#listener.ended(!last.try_again)
      },
      refused: (sentence) => {
        this.#transcript.remove(exchange)
        this.#listener.refused(sentence, wish)
        this.#listener.changed()
      },
    }
  }
}
