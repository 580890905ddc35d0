// @ts-check
/** Other tabs, other devices: what happens there is looked up here, soon, while somebody looks. */

const EVERY = 8_000

/** @typedef {{ look: () => void, isAway: () => boolean }} Listener `isAway`: nothing can be asked of the server now */

export class Tabs {
  #channel = new BroadcastChannel('cs')
  #listener

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener
    this.#channel.addEventListener('message', () => this.#look())
    addEventListener('focus', () => this.#look())
    document.addEventListener('visibilitychange', () => this.#look())
    setInterval(() => this.#look(), EVERY)
  }

  /** Something has changed: let other tabs of this browser know. */
  tell() {
    this.#channel.postMessage('changed')
  }

  #look() {
    if (!document.hidden && !this.#listener.isAway()) this.#listener.look()
  }
}
