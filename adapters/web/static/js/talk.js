// @ts-check
/** All that belongs to conversations, put together: the list, the one that is open, and what is said in it. */

import { Chat } from './chat.js'
import { Composer } from './composer.js'
import { Connection } from './connection.js'
import { Conversations } from './conversations.js'
import { find } from './dom.js'
import { Heading } from './heading.js'
import { ModelPicker } from './models.js'
import { Notes } from './notes.js'
import { refuse, tellOfLoss, warn } from './notices.js'
import { showWhereToWrite } from './read_only.js'
import { Runs } from './runs.js'
import { say } from './say.js'
import { followEnd } from './scroll.js'
import { Tabs } from './tabs.js'

const CONVERSATION = /^#c=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|~[\w-]+)$/

/**
 * `head` puts a title over the page; `moved`: the address is another.
 * @typedef {{ head: (title: string) => void, moved: () => void }} Page
 */

export class Talk {
  #page
  #empty = find('empty', HTMLElement)
  #transcript = find('transcript', HTMLElement)
  #scroll = followEnd(this.#transcript, find('newest', HTMLButtonElement))
  #heading
  #connection = new Connection()
  #runs = new Runs(this.#connection)
  #models = new ModelPicker(warn)
  /** What the server says of the open one; null: nothing yet.
   * @type {import('./api.js').Conversation | null} */
  #about = null
  #tabs = new Tabs({ look: () => this.#look(), isAway: () => !this.#connection.isOpen })
  #list = new Conversations({
    opened: () => this.#opened,
    changed: () => this.#retitle(),
    removed: (id) => {
      this.#tabs.tell()
      if (id === this.#opened) this.begin()
    },
    restored: (id) => (location.hash = `#c=${id}`),
  })
  #chat = new Chat(this.#transcript, this.#runs, {
    changed: () => this.#show(),
    turned: () => this.#scroll.stay(),
    opened: (about) => this.#take(about),
    missing: refuse,
    asked: () => this.#asked(),
    taken: () => this.#taken(),
    ended: (well) => {
      this.#changed()
      this.composer.goOn(well)
    },
    refused: (sentence, wish) => {
      refuse(sentence)
      if (wish) this.composer.restore(wish)
    },
    said: say,
    model: () => this.#models.chosen,
  })
  #notes = new Notes(this.#transcript, {
    conversation: () => this.#chat.id,
    ask: (text, mode) => this.#chat.ask({ text, mode }),
    refused: (sentence, text) => {
      refuse(sentence)
      this.composer.restore({ text, mode: 'query' })
    },
    shown: () => {
      this.#empty.hidden = true
      this.composer.forget()
      this.#scroll.goToEnd()
      say('Done.')
    },
  })
  composer = new Composer({
    ask: (wish) => this.#chat.ask(wish),
    run: (text, mode) => {
      warn('')
      this.#notes.run(text, mode)
    },
    stop: () => this.stop(),
    refuse,
    editLast: () => this.#chat.editLast(),
  })

  /** @param {Page} page */
  constructor(page) {
    this.#page = page
    this.#heading = new Heading(page.head)
    this.#connection.isAwaiting = () => this.#runs.any
    this.#connection.onFrame = (frame) => {
      if (!this.#runs.hear(frame) && frame.type === 'error') warn(frame.text)
    }
    tellOfLoss(this.#connection, () => {
      this.#runs.resume()
      this.#look()
    })
    for (const example of document.querySelectorAll('#empty button')) {
      example.addEventListener('click', () => this.#chat.ask({ text: example.textContent ?? '', mode: 'query' }))
    }
  }

  /** Begin to hear what is answered. */
  connect() {
    this.#connection.keep()
  }

  /** Show the conversation that the address names. */
  open() {
    const id = this.#opened
    if (!id || id !== this.#chat.id) {
      this.#about = null
      this.#chat.open(id)
      this.composer.open(id)
      this.#models.open(id)
    }
    showWhereToWrite(this.#about)
    this.#retitle()
    this.#list.draw()
  }

  /** Go to a new conversation. */
  begin() {
    history.pushState(null, '', location.pathname)
    this.#page.moved()
    this.composer.focus()
  }

  stop() {
    this.#chat.stop()
  }

  /** The conversation that the address names; empty: a new one. */
  get #opened() {
    return CONVERSATION.exec(location.hash)?.[1] ?? ''
  }

  /** @param {import('./api.js').Conversation} about */
  #take(about) {
    this.#about = about
    if (this.#opened === about.id) showWhereToWrite(about)
    this.#retitle()
  }

  #asked() {
    warn('')
    if (!this.#opened) {
      history.replaceState(null, '', `#c=${this.#chat.id}`)
      this.composer.begin(this.#chat.id)
      this.#models.begin(this.#chat.id)
    }
    this.#scroll.goToEnd()
  }

  #taken() {
    this.composer.forget()
    this.#changed()
  }

  /** Something was said here: so the list has changed, and what other tabs show. */
  #changed() {
    this.#tabs.tell()
    this.#list.refresh()
  }

  #show() {
    this.#empty.hidden = this.#transcript.childElementCount > 0
    this.composer.show({ answering: this.#chat.isAnswering, hasAnswer: this.#chat.hasAnswer })
  }

  /** The list knows the newest title. */
  #retitle() {
    if (find('chat', HTMLElement).hidden) return
    const about = this.#opened ? (this.#list.find(this.#opened) ?? this.#about) : null
    this.#heading.show(about)
  }

  /** See what has changed elsewhere. */
  #look() {
    this.#list.refresh()
    if (this.#opened) this.#chat.refresh()
  }
}
