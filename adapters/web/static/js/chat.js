// @ts-check
/** The conversation on the page: its exchanges, and those of them that are being answered. */

import { Exchange } from './exchange.js'
import { randomId } from './ids.js'
import { loadConversation } from './load.js'

/**
 * What the rest of the page is told.
 * @typedef {{
 *   changed: () => void,
 *   asked: () => void,
 *   taken: () => void,
 *   refused: (sentence: string, text: string) => void,
 *   said: (status: string) => void,
 *   model: () => string,
 * }} Listener
 */

export class Chat {
  id = ''
  #transcript
  #runs
  #listener
  /** @type {Exchange[]} */
  #exchanges = []
  #loading = new AbortController()

  /**
   * @param {HTMLElement} transcript
   * @param {import('./runs.js').Runs} runs
   * @param {Listener} listener
   */
  constructor(transcript, runs, listener) {
    this.#transcript = transcript
    this.#runs = runs
    this.#listener = listener
  }

  get isEmpty() {
    return this.#exchanges.length === 0
  }

  get isAnswering() {
    return this.#exchanges.some((exchange) => exchange.running)
  }

  get hasAnswer() {
    return this.#exchanges.some((exchange) => !exchange.running)
  }

  /**
   * Show a conversation, or a new one.
   * @param {string} [id]
   */
  async open(id = '') {
    this.id = id || randomId()
    this.#loading.abort()
    this.#loading = new AbortController()
    this.#runs.leave()
    this.#exchanges = []
    this.#transcript.replaceChildren()
    this.#listener.changed()
    if (!id) return
    const failed = () => this.#listener.said('The conversation could not be loaded. Trying again…')
    const exchanges = await loadConversation(id, failed, this.#loading.signal)
    this.#listener.said('')
    exchanges.forEach((shown) => this.#show(shown))
    this.#listener.changed()
  }

  /**
   * @param {string} text
   * @param {string} mode
   */
  ask(text, mode) {
    const exchange = this.#add({ text, mode })
    this.#request(exchange, mode)
  }

  stop() {
    if (this.isAnswering) this.#runs.stop(this.id)
  }

  /** @param {import('./api.js').Shown} shown */
  #show(shown) {
    const exchange = this.#add(shown)
    exchange.id = shown.id
    exchange.ref = shown.ref
    if (shown.running) {
      exchange.wait()
      this.#runs.follow(shown, this.id, this.#watch(exchange))
    } else exchange.complete({ ...shown, exchange: shown.id, shown })
  }

  /**
   * @param {{ text: string, mode: string }} message
   */
  #add({ text, mode }) {
    const exchange = new Exchange({ text, mode }, () => this.#again(exchange, mode))
    this.#exchanges.push(exchange)
    this.#transcript.append(exchange.node)
    return exchange
  }

  /**
   * @param {Exchange} exchange
   * @param {string} mode
   */
  #request(exchange, mode) {
    const wish = { client_id: randomId(), model: this.#listener.model() }
    exchange.ref = wish.client_id
    const ask = { ...wish, type: 'ask', conversation: this.id, text: exchange.text.toWellFormed(), mode }
    this.#begin(exchange, ask, 0)
  }

  /**
   * @param {Exchange} exchange
   * @param {string} mode
   */
  #again(exchange, mode) {
    if (!exchange.id) return this.#request(exchange, mode) // the store never had it
    const wish = { client_id: randomId(), model: this.#listener.model(), type: 'again', exchange: exchange.id }
    this.#begin(exchange, wish, exchange.id)
  }

  /**
   * @param {Exchange} exchange
   * @param {import('./connection.js').Frame} wish
   * @param {number} newerThan
   */
  #begin(exchange, wish, newerThan) {
    exchange.wait()
    this.#runs.ask(wish, { ref: exchange.ref, newerThan, conversation: this.id }, this.#watch(exchange))
    this.#listener.asked()
    this.#listener.said('Answering…')
    this.#listener.changed()
  }

  /**
   * @param {Exchange} exchange
   * @returns {import('./runs.js').Listener}
   */
  #watch(exchange) {
    return {
      started: () => this.#listener.taken(),
      restarted: () => exchange.restart(),
      grown: (text) => exchange.grow(text),
      done: (last) => {
        exchange.complete(last)
        this.#listener.said(last.try_again ? 'The answer was not finished.' : 'Answer finished.')
        this.#listener.changed()
      },
      refused: (sentence) => this.#refuse(exchange, sentence),
    }
  }

  /**
   * @param {Exchange} exchange
   * @param {string} sentence
   */
  #refuse(exchange, sentence) {
    if (exchange.id) exchange.complete({ ...NOTHING, exchange: exchange.id, problem: sentence })
    else {
      this.#exchanges.splice(this.#exchanges.indexOf(exchange), 1)
      exchange.node.remove()
    }
    this.#listener.refused(sentence, exchange.id ? '' : exchange.text)
    this.#listener.changed()
  }
}

const NOTHING = { model: '', try_again: true, shown: null, reason: 'failed' }
