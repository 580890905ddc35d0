// @ts-check
/** The socket to the server: opened again, and again, whenever it is lost. */

import { SIGNED_OUT, leave } from './signed_out.js'

const FIRST_WAIT = 250
const LONGEST_WAIT = 8_000
/** The server is never silent for longer than ten seconds while something is awaited. */
const LONGEST_SILENCE = 25_000

/** @typedef {{ type: string, [name: string]: any }} Frame */

export class Connection {
  /**
   * Set, as the next ones, by whoever uses it.
   * @type {(frame: Frame) => void}
   */
  onFrame = () => {}
  onOpen = () => {}
  onLost = () => {}
  /** True where the server owes us something, so that long silence means a dead line. */
  isAwaiting = () => false

  /** @type {WebSocket | null} */
  #socket = null
  #wait = FIRST_WAIT
  #timer = 0
  #heard = 0
  /** Bytes of large files that were still to go out when it was last looked at. */
  #outgoing = 0

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  open() {
    clearTimeout(this.#timer)
    const address = new URL('/api/live', location.href)
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = (this.#socket = new WebSocket(address))
    socket.addEventListener('open', () => this.#greet())
    socket.addEventListener('message', (event) => this.#hear(event.data))
    socket.addEventListener('close', ({ code }) => (code === SIGNED_OUT ? leave() : this.#lose(socket)))
  }

  /** Keep it open from now on. */
  keep() {
    addEventListener('online', () => this.#hurry())
    document.addEventListener('visibilitychange', () => document.hidden || this.#hurry())
    setInterval(() => this.#check(), 5_000)
    this.open()
  }

  /**
   * @param {Frame} frame
   * @returns {boolean} false where there is no open socket to send it over
   */
  send(frame) {
    if (!this.#socket || !this.isOpen) return false
    this.#heard = Date.now()
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  #greet() {
    this.#wait = FIRST_WAIT
    this.#heard = Date.now()
    this.onOpen()
  }

  /** @param {string} data */
  #hear(data) {
    this.#heard = Date.now()
    this.onFrame(JSON.parse(data))
  }

  /** @param {WebSocket} socket */
  #lose(socket) {
    if (socket !== this.#socket) return
    this.#socket = null
    this.#timer = setTimeout(() => this.open(), this.#wait * (0.75 + Math.random() / 2))
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT)
    this.onLost()
  }

  #hurry() {
    if (!this.#socket) this.open()
  }

  #check() {
    const socket = this.#socket
    if (socket && socket.bufferedAmount < this.#outgoing) this.#heard = Date.now()
    this.#outgoing = socket?.bufferedAmount ?? 0
    if (!socket || !this.isAwaiting() || Date.now() - this.#heard < LONGEST_SILENCE) return
    socket.close()
    this.#lose(socket) // a dead line may take minutes to say that it has closed
  }
}
