// @ts-check
/** The conversation on the page: its exchanges, and what is asked of the server for them. */

import { Exchange } from './exchange.js'
import { randomId } from './ids.js'
import { loadConversation } from './load.js'

/**
 * What the rest of the page is told, and asked.
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

  /** Show a conversation; without an id, a new one. */
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
    this.#show(await loadConversation(id, failed, this.#loading.signal))
  }

  /**
   * @param {string} text
   * @param {string} mode
   */
  ask(text, mode) {
    const exchange = this.#make({ text, mode })
    this.#exchanges.push(exchange)
    this.#transcript.append(exchange.node)
    this.#request(exchange)
  }

  stop() {
    if (this.isAnswering) this.#runs.stop(this.id)
  }

  /** @param {import('./api.js').Shown[]} loaded */
  #show(loaded) {
    const known = new Set(this.#exchanges.map(({ ref }) => ref)) // something may have been asked meanwhile
    const earlier = loaded.filter(({ ref }) => !known.has(ref)).map((shown) => this.#recall(shown))
    this.#exchanges.unshift(...earlier)
    this.#transcript.prepend(...earlier.map(({ node }) => node))
    this.#listener.said('')
    this.#listener.changed()
  }

  /** @param {import('./api.js').Shown} shown */
  #recall(shown) {
    const exchange = this.#make(shown)
    exchange.id = shown.id
    exchange.ref = shown.ref
    if (shown.running) {
      exchange.wait()
      this.#runs.follow(shown, this.id, this.#watch(exchange))
    } else exchange.complete({ ...shown, exchange: shown.id, shown })
    return exchange
  }

  /** @param {{ text: string, mode: string }} message */
  #make(message) {
    return new Exchange(message, (exchange) => (exchange.id ? this.#again(exchange) : this.#request(exchange)))
  }

  /** @param {Exchange} exchange */
  #request(exchange) {
    exchange.ref = randomId()
    const text = exchange.text.toWellFormed()
    const wish = { type: 'ask', client_id: exchange.ref, conversation: this.id, text, mode: exchange.mode }
    this.#begin(exchange, wish)
  }

  /** @param {Exchange} exchange */
  #again(exchange) {
    this.#begin(exchange, { type: 'again', client_id: randomId(), exchange: exchange.id })
  }

  /**
   * @param {Exchange} exchange
   * @param {import('./connection.js').Frame} wish
   */
  #begin(exchange, wish) {
    exchange.wait()
    const place = { ref: exchange.ref, newerThan: exchange.id, conversation: this.id }
    this.#runs.ask({ ...wish, model: this.#listener.model() }, place, this.#watch(exchange))
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
    if (exchange.id) exchange.fail(sentence)
    else {
      this.#exchanges.splice(this.#exchanges.indexOf(exchange), 1)
      exchange.node.remove()
    }
    this.#listener.refused(sentence, exchange.id ? '' : exchange.text)
    this.#listener.changed()
  }
}
