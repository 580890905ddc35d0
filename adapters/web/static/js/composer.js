// @ts-check
/** Where a question is written: its text, mode and files, and the button that sends it or stops the answer. */

import { Attachments } from './attach.js'
import { find } from './dom.js'
import { Drafts } from './drafts.js'
import { Modes } from './modes.js'
import { NextQuestion } from './next_question.js'
import { isCommand } from './notes.js'
import { whyNot } from './sendable.js'

const ONE_WAITS = 'One question waits already. Edit that one, or send this when the answer is finished.'

/**
 * @typedef {import('./asking.js').Wish} Wish
 * @typedef {{ ask: (wish: Wish) => void, run: (text: string, mode: string) => void, stop: () => void,
 *   refuse: (sentence: string) => void, editLast: () => void, sees: () => boolean }} Listener
 *   `run`: what begins as a command does; `sees`: whether the model takes pictures
 */

export class Composer {
  #form = find('composer', HTMLFormElement)
  #question = find('question', HTMLTextAreaElement)
  #send = find('send', HTMLButtonElement)
  #listener
  #drafts = new Drafts()
  #modes = new Modes()
  #next = new NextQuestion()
  #files
  #answering = false

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener
    this.#files = new Attachments(listener.refuse, listener.sees)
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#submit()
    })
    this.#send.addEventListener('click', (event) => {
      if (!this.#answering) return
      event.preventDefault()
      if (event.detail < 2) listener.stop() // the second click of two was meant to send, too
    })
    this.#question.addEventListener('input', () => this.#drafts.keep(this.#question.value))
    this.#question.addEventListener('keydown', (event) => this.#press(event))
  }

  focus() {
    this.#question.focus()
  }

  /**
   * Turn to another conversation, with what was begun there.
   * @param {string} conversation empty: a new one
   */
  open(conversation) {
    const draft = this.#drafts.open(conversation)
    if (draft === null) return
    this.#next.take()
    this.#files.hand()
    this.#question.value = draft
  }

  /**
   * The conversation was begun.
   * @param {string} conversation
   */
  begin(conversation) {
    this.#drafts.begin(conversation)
  }

  /**
   * Put a question back, before whatever was begun meanwhile.
   * @param {Wish} wish
   */
  restore({ text, mode, files = [] }) {
    this.#question.value = [text, this.#question.value].filter(Boolean).join('\n\n')
    this.#files.restore(files)
    this.#modes.choose(mode)
    this.forget()
  }

  /** The server has the question, so it need not be kept here. */
  forget() {
    this.#drafts.keep(this.#question.value)
  }

  /** @param {{ answering: boolean, hasAnswer: boolean }} state */
  show({ answering, hasAnswer }) {
    this.#answering = answering
    this.#send.textContent = answering ? 'Stop' : 'Send'
    this.#send.classList.toggle('stop', answering)
    this.#modes.offer(hasAnswer)
  }

  /**
   * The answer is finished, so that the question which waited can be asked; or it is not, and that is to be thought of.
   * @param {boolean} well
   */
  goOn(well) {
    const wish = this.#next.take()
    if (wish && well) this.#listener.ask(wish)
    else if (wish) this.restore(wish)
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing || event.shiftKey || event.altKey) return
    if (event.key === 'ArrowUp' && !this.#question.value) {
      event.preventDefault()
      this.#listener.editLast()
    }
    if (event.key !== 'Enter') return
    const touch = matchMedia('(pointer: coarse)').matches
    if (touch && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    this.#submit()
  }

  #submit() {
    const text = this.#question.value
    const mode = this.#modes.chosen
    const waits = this.#answering && this.#next.waits && !isCommand(text)
    const refusal = waits ? ONE_WAITS : whyNot(text, Number(this.#question.dataset.limit), this.#files.any)
    if (refusal) {
      this.focus()
      return this.#listener.refuse(refusal)
    }
    this.#question.value = ''
    this.#modes.choose('query')
    if (isCommand(text)) return this.#listener.run(text, mode)
    const wish = { text, mode, files: this.#files.hand() }
    if (this.#answering) this.#next.keep(wish, () => this.#takeBack())
    else this.#listener.ask(wish)
  }

  #takeBack() {
    const wish = this.#next.take()
    if (wish) this.restore(wish)
    this.focus()
  }
}
