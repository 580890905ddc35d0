// @ts-check
/** What is shown until the first word of an answer: that it is awaited, for how long, and who is before it. */

import { element } from './dom.js'

export class Waiting {
  node = element('p', 'waiting')
  #began = 0
  #ahead = 0
  #ticking = 0

  begin() {
    this.end()
    this.#began = Date.now()
    this.#ahead = 0
    this.#ticking = setInterval(() => this.#tick(), 1000)
    this.#tick()
  }

  /** @param {number} ahead how many are answered before; 0: its turn has come */
  queue(ahead) {
    if (!this.#ticking) return
    this.#ahead = ahead
    this.#tick()
  }

  end() {
    clearInterval(this.#ticking)
    this.#ticking = 0
    this.node.textContent = ''
  }

  #tick() {
    const seconds = Math.floor((Date.now() - this.#began) / 1000)
    const what = this.#ahead ? `${this.#ahead} ahead of you…` : 'Waiting for the model…'
    this.node.textContent = seconds ? `${what} ${seconds} s` : what
  }
}
