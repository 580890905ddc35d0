// @ts-check
/** All that belongs to conversations, put together: the one that is open, what is said in it, and what is around it. */

import { Around } from './around.js'
import { Chat } from './chat.js'
import { Composer } from './composer.js'
import { Connection } from './connection.js'
import { find } from './dom.js'
import { ModelPicker } from './models.js'
import { Notes } from './notes.js'
import { refuse, tellOfLoss, warn } from './notices.js'
import { Runs } from './runs.js'
import { say } from './say.js'
import { followEnd } from './scroll.js'

/**
 * `head` puts a title over the page; `moved`: the address is another; `uncover`: nothing may lie over the page now.
 * @typedef {{ head: (title: string) => void, moved: () => void, uncover: () => void }} Page
 */

export class Talk {
  #page
  #empty = find('empty', HTMLElement)
  #transcript = find('transcript', HTMLElement)
  #scroll = followEnd(this.#transcript, find('newest', HTMLButtonElement))
  #connection = new Connection()
  #runs = new Runs(this.#connection)
  #models = new ModelPicker(warn)
  #around
  #chat = new Chat(this.#transcript, this.#runs, {
    changed: () => this.#show(),
    turned: () => this.#scroll.stay(),
    opened: (about) => this.#around.take(about),
    missing: (sentence) => {
      this.begin()
      refuse(sentence)
    },
    asked: () => this.#asked(),
    taken: () => {
      this.composer.forget()
      this.#around.tell()
    },
    ended: (well) => {
      this.#around.tell()
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
    sees: () => this.#models.sees,
  })

  /** @param {Page} page */
  constructor(page) {
    this.#page = page
    this.#around = new Around({
      head: page.head,
      begin: () => this.begin(),
      refresh: () => this.#chat.refresh(),
      uncover: page.uncover,
      focus: () => this.composer.focus(),
      isAway: () => !this.#connection.isOpen,
    })
    for (const example of document.querySelectorAll('#empty button')) {
      example.addEventListener('click', () => this.#chat.ask({ text: example.textContent ?? '', mode: 'query' }))
    }
  }

  /** Hear from now on what is answered. */
  connect() {
    this.#connection.isAwaiting = () => this.#runs.any
    this.#connection.onFrame = (frame) => {
      if (!this.#runs.hear(frame) && frame.type === 'error') warn(frame.text)
    }
    tellOfLoss(this.#connection, () => {
      this.#runs.resume()
      this.#around.look()
    })
    this.#connection.keep()
  }

  /** Show the conversation that the address names. */
  open() {
    const id = this.#around.opened
    if (!id || id !== this.#chat.id) {
      warn('')
      this.#chat.open(id)
      this.composer.open(id)
      this.#models.open(id)
    }
    this.#around.turn()
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

  #asked() {
    warn('')
    if (!this.#around.opened) {
      history.replaceState(null, '', `#c=${this.#chat.id}`)
      this.composer.begin(this.#chat.id)
      this.#models.begin(this.#chat.id)
    }
    this.#scroll.goToEnd()
  }

  #show() {
    this.#empty.hidden = this.#transcript.childElementCount > 0
    this.composer.show({ answering: this.#chat.isAnswering, hasAnswer: this.#chat.hasAnswer })
  }
}
