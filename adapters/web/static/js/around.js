// @ts-check
/** What stands around the open conversation: the list of all, its heading, and other tabs that may show it, too. */

import { Conversations } from './conversations.js'
import { find } from './dom.js'
import { Heading } from './heading.js'
import { showWhereToWrite } from './read_only.js'
import { Tabs } from './tabs.js'

const CONVERSATION = /^#c=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|~[\w-]+)$/
const SOON = 1_000

/**
 * `head` puts a title over the page; `begin` goes to a new conversation, `refresh` looks what was said in the open one;
 * `uncover`: something is to be seen below the list; `isAway`: nothing can be asked of the server now.
 * @typedef {{ head: (title: string) => void, begin: () => void, refresh: () => void, uncover: () => void,
 *   focus: () => void, isAway: () => boolean }} Listener
 */

export class Around {
  #listener
  #heading
  #tabs
  #list
  /** What the server says of the open one; null: nothing yet.
   * @type {import('./api.js').Conversation | null} */
  #about = null
  /** The one that was open when it was deleted. */
  #left = ''

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener
    this.#heading = new Heading(listener.head)
    this.#tabs = new Tabs({ look: () => this.look(), isAway: listener.isAway })
    this.#list = new Conversations({
      opened: () => this.opened,
      changed: () => this.#retitle(),
      removed: (id) => this.#remove(id),
      restored: (id) => this.#restore(id),
      lost: listener.focus,
    })
  }

  /** The conversation that the address names; empty: a new one. */
  get opened() {
    return CONVERSATION.exec(location.hash)?.[1] ?? ''
  }

  /** Another conversation is open. */
  turn() {
    if (this.#about?.id !== this.opened) this.#about = null
    this.#show()
    this.#list.draw()
  }

  /** @param {import('./api.js').Conversation} about what the server says of the open one */
  take(about) {
    this.#about = about
    this.#show()
  }

  /** Something was said here: so the list has changed, and what other tabs show. */
  async tell() {
    this.#tabs.tell()
    await this.#list.refresh()
    // The server takes a question a moment before it has written it down.
    if (this.opened && !this.#list.find(this.opened)) setTimeout(() => this.#list.refresh(), SOON)
  }

  /** See what has changed elsewhere. */
  look() {
    this.#list.refresh()
    if (this.opened) this.#listener.refresh()
  }

  #show() {
    showWhereToWrite(this.#about)
    this.#retitle()
  }

  /** The list knows the newest title. */
  #retitle() {
    if (find('chat', HTMLElement).hidden) return
    this.#heading.show(this.opened ? (this.#list.find(this.opened) ?? this.#about) : null)
  }

  /** @param {string} id */
  #remove(id) {
    this.#listener.uncover()
    this.#tabs.tell()
    this.#left = id === this.opened ? id : ''
    if (this.#left) this.#listener.begin()
  }

  /** @param {string} id */
  #restore(id) {
    this.#tabs.tell()
    if (id === this.#left) location.hash = `#c=${id}`
  }
}
