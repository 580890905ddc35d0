// @ts-check
/** Where a question is written: its text, its mode, and the button that sends it or stops the answer. */

import { find } from './dom.js'
import { recall, remember } from './memory.js'

/** The server says its own limit; this one keeps a slip of the hand from sending a whole log file. */
const MAX_CHARS = 200_000
const PLACEHOLDERS = {
  query: 'Ask for code…',
  feedback: 'What should be different? For example: “in C++”, “shorter”',
}

/** @typedef {{ ask: (text: string, mode: string) => void, stop: () => void, say: (sentence: string) => void }} Listener */

export class Composer {
  #form = find('composer', HTMLFormElement)
  #question = find('question', HTMLTextAreaElement)
  #feedback = find('feedback', HTMLInputElement)
  #query = find('query', HTMLInputElement)
  #send = find('send', HTMLButtonElement)
  #listener
  #answering = false

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener
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
    this.#question.addEventListener('input', () => remember('draft', this.#question.value))
    this.#question.addEventListener('keydown', (event) => this.#press(event))
    this.restore(recall('draft'))
  }

  focus() {
    this.#question.focus()
  }

  /**
   * Put a text back, unless another has been begun.
   * @param {string} text
   */
  restore(text) {
    if (!this.#question.value) this.#question.value = text
    remember('draft', this.#question.value)
  }

  /** The server has the question, so it need not be kept here. */
  forget() {
    remember('draft', this.#question.value)
  }

  /**
   * @param {{ answering: boolean, hasAnswer: boolean }} state
   */
  show({ answering, hasAnswer }) {
    this.#answering = answering
    this.#send.textContent = answering ? 'Stop' : 'Send'
    this.#send.classList.toggle('stop', answering)
    this.#feedback.disabled = !hasAnswer
    if (!hasAnswer) this.#query.checked = true
    this.#showMode()
  }

  get #mode() {
    return this.#feedback.checked ? 'feedback' : 'query'
  }

  #showMode() {
    this.#question.placeholder = PLACEHOLDERS[this.#mode]
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey || event.altKey) return
    const touch = matchMedia('(pointer: coarse)').matches
    if (touch && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    this.#submit()
  }

  #submit() {
    const text = this.#question.value
    const mode = this.#mode
    if (!text.trim()) return this.focus()
    if (text.length > MAX_CHARS) {
      const length = text.length.toLocaleString('en')
      return this.#listener.say(`The question has ${length} characters. Leave out what does not matter.`)
    }
    this.#question.value = ''
    this.#query.checked = true
    this.#showMode()
    this.#listener.ask(text, mode)
  }
}
