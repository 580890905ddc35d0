// @ts-check
/** The conversation on the page: which one it is, and what was said in it, here and elsewhere. */

import { Asking } from './asking.js'
import { randomId } from './ids.js'
import { loadConversation } from './load.js'
import { Transcript } from './transcript.js'

const LOADING = 'The conversation is still being loaded. Send this once it is here.'

/**
 * What the rest of the page is told, and asked; `turned`: another branch was chosen.
 * @typedef {import('./asking.js').Listener & {
 *   opened: (about: import('./api.js').Conversation) => void,
 *   missing: (sentence: string) => void,
 *   turned: () => void,
 * }} Listener
 * @typedef {import('./asking.js').Wish} Wish
 */

export class Chat {
  id = ''
  #transcript
  #asking
  #runs
  #listener
  #loading = new AbortController()
  /** All that was said before is known: a question names what it follows. */
  #isLoaded = true

  /**
   * @param {HTMLElement} node
   * @param {import('./runs.js').Runs} runs
   * @param {Listener} listener
   */
  constructor(node, runs, listener) {
    this.#transcript = new Transcript(node, listener.turned)
    this.#asking = new Asking(this.#transcript, runs, listener)
    this.#runs = runs
    this.#listener = listener
  }

  get isAnswering() {
    return this.#transcript.isAnswering
  }

  get hasAnswer() {
    return this.#transcript.shown.some(({ running }) => !running)
  }

  /** Show a conversation; without an id, a new one. */
  open(id = '') {
    this.id = this.#asking.conversation = id || randomId()
    this.#asking.writable = true
    this.#loading.abort()
    this.#loading = new AbortController()
    this.#runs.leave()
    this.#transcript.clear()
    this.#isLoaded = !id
    this.#listener.changed()
    if (id) this.#load(() => this.#listener.said('The conversation could not be loaded. Trying again…'))
  }

  /** Look once whether something was said elsewhere, as in another tab. */
  refresh() {
    if (this.#isLoaded && !this.isAnswering && this.#transcript.shown.length) this.#load(null)
  }

  /** @param {Wish} wish */
  ask(wish) {
    if (this.#isLoaded) this.#asking.ask(wish)
    else this.#listener.refused(LOADING, wish)
  }

  stop() {
    if (this.isAnswering) this.#runs.stop(this.id)
  }

  /** Edit the question that was asked last. */
  editLast() {
    this.#transcript.shown.at(-1)?.question.edit()
  }

  /** @param {(() => void) | null} failed told of each attempt that came to nothing; null: there is but one */
  async #load(failed) {
    const { signal } = this.#loading
    const { about, problem } = await loadConversation(this.id, failed, signal)
    if (signal.aborted || (!failed && this.isAnswering)) return
    if (about) this.#show(about)
    if (!failed) return // nobody waited for it
    this.#listener.said('')
    if (about) this.#listener.opened(about)
    else this.#listener.missing(problem)
  }

  /** @param {import('./api.js').Conversation} about */
  #show(about) {
    this.#isLoaded = true
    this.#asking.writable = about.writable
    const fresh = about.exchanges.filter(({ id, ref }) => !this.#transcript.find((known) => known.is(id, ref)))
    if (fresh.length) this.#transcript.add(fresh.map((shown) => this.#asking.recall(shown)))
    this.#listener.changed()
  }
}
