// @ts-check
/** Somebody's conversations: found by words, renamed, pinned, deleted and brought back. */

import { ConversationList } from './conversation_list.js'
import { find } from './dom.js'
import { request } from './http.js'
import { beyond, inOrder } from './listing.js'
import { say } from './say.js'
import { offerUndo } from './undo.js'

const TYPING = 200

/**
 * `opened`: the one on the page; `changed`: titles, or what is being answered, may be others; `removed`: it is gone.
 * @typedef {import('./api.js').Listed} Listed
 * @typedef {{ opened: () => string, changed: () => void, removed: (id: string) => void,
 *   restored: (id: string) => void, lost: () => void }} Listener `lost`: the focus has no place in the list
 */

export class Conversations {
  #words = find('conversation-words', HTMLInputElement)
  #problem = find('conversation-problem', HTMLElement)
  #listener
  #list
  /** @type {Listed[]} */
  #listed = []
  #more = false
  /** What is drawn, so that nothing is drawn twice. */
  #drawn = ''
  #asked = 0
  #typing = 0

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener
    this.#list = new ConversationList({
      rename: (one, title) => this.#change(one, { title }),
      pin: (one) => this.#change(one, { pinned: !one.pinned }),
      remove: (one) => this.#remove(one),
      more: () => this.#loadMore(),
    })
    this.#words.addEventListener('input', () => {
      clearTimeout(this.#typing)
      this.#typing = setTimeout(() => this.refresh(), TYPING)
    })
  }

  /** @param {string} id */
  find(id) {
    return this.#listed.find((conversation) => conversation.id === id)
  }

  /** Ask the server again; what was listed beyond the first page stays. */
  async refresh() {
    const said = await this.#fetch('')
    if (!said || this.#list.isBusy) return
    const rest = said.more ? beyond(this.#listed, said.conversations) : []
    if (!rest.length) this.#more = said.more
    this.#take([...said.conversations, ...rest])
  }

  /** Draw what has changed, such as which one is open now. */
  draw() {
    const state = { open: this.#listener.opened(), words: this.#words.value.trim(), more: this.#more }
    const drawn = JSON.stringify([this.#listed, state])
    if (this.#list.isBusy || drawn === this.#drawn) return
    this.#drawn = drawn
    this.#list.draw(this.#listed, state)
  }

  async #loadMore() {
    const last = this.#listed.at(-1)
    if (!this.#more || !last) return
    this.#more = false // until it is known what comes behind
    const said = await this.#fetch(last.id)
    this.#more = said ? said.more : true
    if (said) this.#take([...this.#listed, ...said.conversations])
  }

  /**
   * Return a page of the list; null where another was asked for meanwhile, or it can't be had.
   * @param {string} before the last that was listed
   * @returns {Promise<{ conversations: Listed[], more: boolean } | null>}
   */
  async #fetch(before) {
    const mine = ++this.#asked
    const query = new URLSearchParams({ words: this.#words.value.trim(), before })
    const { said, problem } = await request('GET', `/api/conversations?${query}`)
    if (mine !== this.#asked) return null
    return this.#fails(problem) ? null : said
  }

  /** @param {Listed[]} listed */
  #take(listed) {
    const sorted = inOrder(listed)
    const changed = JSON.stringify(sorted) !== JSON.stringify(this.#listed)
    this.#listed = sorted
    this.draw()
    if (changed) this.#listener.changed()
  }

  /**
   * @param {Listed} one
   * @param {{ title?: string, pinned?: boolean }} change
   */
  async #change(one, change) {
    const { said, problem } = await request('PATCH', `/api/conversations/${one.id}`, { body: change })
    if (this.#fails(problem)) return
    this.#take(this.#listed.map((other) => (other.id === one.id ? said : other)))
    this.#list.focus(one.id, 'button')
    this.refresh()
  }

  /** @param {Listed} one */
  async #remove(one) {
    const before = this.#listed
    const next = before[before.indexOf(one) + 1] ?? before[before.indexOf(one) - 1]
    this.#take(before.filter((other) => other !== one))
    const { problem } = await request('DELETE', `/api/conversations/${one.id}`)
    if (this.#fails(problem)) {
      this.#take(before)
      this.#list.focus(one.id, 'button')
      return
    }
    this.#asked++ // what is on its way does not know of this, and what came meanwhile did not
    this.#take(this.#listed.filter(({ id }) => id !== one.id))
    this.#listener.removed(one.id)
    offerUndo(`Deleted “${one.title}”.`, () => this.#restore(one.id), () => {
      if (!this.#list.focus(next?.id ?? '')) this.#listener.lost()
    })
  }

  /** @param {string} id */
  async #restore(id) {
    const { problem } = await request('POST', `/api/conversations/${id}/restore`)
    if (problem) return problem
    await this.refresh()
    this.#listener.restored(id)
    say('It is back.')
    return ''
  }

  /** @param {string} problem is said where there is one, which is returned */
  #fails(problem) {
    this.#problem.textContent = problem
    this.#problem.hidden = !problem
    if (problem) say(problem)
    return problem !== ''
  }
}
