// @ts-check
/** The answers that this page waits for: asked once, followed across lost connections and restarts of the server. */

import { fetchConversation } from './api.js'

const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000
const FRESH = { epoch: '', after: 0, wait: FIRST_WAIT, timer: 0 }

/**
 * What to do as an answer comes.
 * @typedef {{ started: () => void, restarted: () => void, queued: (ahead: number) => void,
 *   grown: (text: string) => void, done: (last: Done) => void, refused: (sentence: string) => void }} Listener
 * @typedef {import('./connection.js').Frame} Frame
 * @typedef {import('./api.js').Shown} Shown
 * @typedef {{ exchange: number, reason: string, model: string, problem: string, try_again: boolean,
 *   shown: Shown | null, remarks: import('./api.js').Reply[] }} Done
 * @typedef {{ id: string, ref: string, newerThan: number, wish: Frame | null, conversation: string, listener: Listener,
 *   epoch: string, after: number, wait: number, timer: number }} Run
 */

export class Runs {
  #connection
  /** @type {Map<string, Run>} */
  #runs = new Map()
  /** Stop was pressed while there was no connection. */
  #stopWanted = ''

  /** @param {import('./connection.js').Connection} connection */
  constructor(connection) {
    this.#connection = connection
  }

  get any() {
    return this.#runs.size > 0
  }

  /**
   * Ask for an answer, and follow it. The server does once what is asked twice with the same `client_id`.
   * @param {Frame} wish an `ask` or an `again`
   * @param {{ ref: string, newerThan: number, conversation: string }} place where the store will have the answer,
   *   and the number of the exchange that it will replace there
   * @param {Listener} listener
   */
  ask(wish, { ref, newerThan, conversation }, listener) {
    this.#add({ ...FRESH, id: wish.client_id, ref, newerThan, wish, conversation, listener })
  }

  /**
   * Follow an answer that was asked for earlier.
   * @param {Shown} shown
   * @param {string} conversation
   * @param {Listener} listener
   */
  follow({ run, ref, id }, conversation, listener) {
    this.#add({ ...FRESH, id: run, ref, newerThan: id - 1, wish: null, conversation, listener })
  }

  /** Follow nothing any more; the answers go on. */
  leave() {
    this.#runs.clear()
  }

  /** @param {string} conversation */
  stop(conversation) {
    this.#stopWanted = this.#connection.send({ type: 'stop', conversation }) ? '' : conversation
  }

  /** A connection has been made: say again what is wanted, and go on where it broke off. */
  resume() {
    for (const run of this.#runs.values()) {
      run.wait = FIRST_WAIT
      this.#say(run)
    }
    if (this.#stopWanted) this.stop(this.#stopWanted)
  }

  /**
   * @param {Frame} frame
   * @returns {boolean} whether it was about an answer of ours
   */
  hear(frame) {
    const run = this.#runs.get(frame.run)
    if (run) this.#take(run, frame)
    return 'run' in frame
  }

  /** @param {Run} run */
  #add(run) {
    this.#runs.set(run.id, run)
    this.#say(run)
  }

  /** @param {Run} run */
  #say(run) {
    const { id, epoch, after, wish } = run
    this.#connection.send(wish && !epoch ? wish : { type: 'resume', run: id, epoch, after })
  }

  /**
   * @param {Run} run
   * @param {Frame} frame
   */
  #take(run, frame) {
    if (frame.type === 'started') {
      run.epoch = frame.epoch
      run.listener.started()
    } else if (frame.type === 'restart') {
      run.epoch = frame.epoch
      run.after = 0
      run.listener.restarted()
    } else if (frame.type === 'delta' && frame.seq > run.after) {
      run.after = frame.seq
      run.wait = FIRST_WAIT
      run.listener.grown(frame.text)
    } else if (frame.type === 'status') {
      run.listener.queued(frame.state === 'queued' ? frame.ahead : 0)
    } else if (frame.type === 'done' || frame.type === 'refused') {
      this.#runs.delete(run.id)
      if (frame.type === 'done') run.listener.done(/** @type {any} */ (frame))
      else run.listener.refused(frame.text)
    } else if (frame.type === 'gone') {
      clearTimeout(run.timer)
      run.timer = setTimeout(() => this.#lookUp(run), run.wait)
      run.wait = Math.min(run.wait * 2, LONGEST_WAIT)
    }
  }

  /**
   * The server does not know the run, perhaps because it was restarted: see what became of the answer.
   * @param {Run} run
   */
  async #lookUp(run) {
    const exchanges = await fetchConversation(run.conversation)
    if (this.#runs.get(run.id) !== run) return
    const found = exchanges?.find((exchange) => exchange.ref === run.ref && exchange.id > run.newerThan)
    if (found && !found.running) {
      this.#runs.delete(run.id)
      run.listener.done({ ...found, exchange: found.id, shown: found })
      return
    }
    this.#runs.delete(run.id)
    if (found) run.id = found.run
    else run.epoch = '' // it never came to be: ask anew
    this.#add(run)
  }
}
