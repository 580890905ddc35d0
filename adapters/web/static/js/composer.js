// @ts-check
/** Where a question is written: its text, mode and files, and the button that sends it or stops the answer. */

import { Attachments } from './attach.js'
import { find } from './dom.js'
import { Drafts } from './drafts.js'
import { NextQuestion } from './next_question.js'
import { isCommand } from './notes.js'

const PLACEHOLDERS = {
  query: 'Ask for code…',
  feedback: 'What should be different? For example: “in C++”, “shorter”',
}
const ONE_WAITS = 'One question waits already. Edit that one, or send this when the answer is finished.'
const FILES_ALONE = 'Say in words what should be done with the files.'

/**
 * @typedef {import('./asking.js').Wish} Wish
 * @typedef {{ ask: (wish: Wish) => void, run: (text: string, mode: string) => void, stop: () => void,
 *   refuse: (sentence: string) => void, editLast: () => void }} Listener `run`: what begins as a command does
 */

export class Composer {
  #form = find('composer', HTMLFormElement)
  #question = find('question', HTMLTextAreaElement)
  #feedback = find('feedback', HTMLInputElement)
  #query = find('query', HTMLInputElement)
  #send = find('send', HTMLButtonElement)
  #listener
  #drafts = new Drafts()
  #next = new NextQuestion()
  #files
  #answering = false

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener
    this.#files = new Attachments(listener.refuse)
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#submit()
    })
    this.#send.addEventListener('click', (event) => {
      if (!this.#answering) return
      event.preventDefault()
      listener.stop()
    })
    this.#form.addEventListener('change', () => this.#showMode())
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
    if (mode === 'feedback' && !this.#feedback.disabled) this.#feedback.checked = true
    this.#showMode()
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
    this.#feedback.disabled = !hasAnswer
    if (!hasAnswer) this.#query.checked = true
    this.#showMode()
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

  get #mode() {
    return this.#feedback.checked ? 'feedback' : 'query'
  }

  #showMode() {
    this.#question.placeholder = PLACEHOLDERS[this.#mode]
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

  /**
   * Return why this can't be asked, as the server would say it; empty where it can.
   * @param {string} text
   */
  #refuse(text) {
    if (!text.trim()) return this.#files.any ? FILES_ALONE : 'The question is empty. Say in words what the code should do.'
    if (this.#answering && this.#next.waits) return ONE_WAITS
    const limit = Number(this.#question.dataset.limit)
    const size = text.length > limit ? [...text].length : 0
    if (size <= limit) return ''
    const [has, may] = [size, limit].map((count) => count.toLocaleString('en'))
    return `The question has ${has} characters; the limit is ${may}. Leave out what does not matter.`
  }

  #submit() {
    const text = this.#question.value
    const mode = this.#mode
    const refusal = this.#refuse(text)
    if (refusal) {
      this.focus()
      return this.#listener.refuse(refusal)
    }
    this.#question.value = ''
    this.#query.checked = true
    this.#showMode()
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
