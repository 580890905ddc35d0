// @ts-check
/** Where a question is written: its text, its mode, and the button that sends it or stops the answer. */

import { find } from './dom.js'
import { recall, remember } from './memory.js'
import { isCommand } from './notes.js'

const PLACEHOLDERS = {
  query: 'Ask for code…',
  feedback: 'What should be different? For example: “in C++”, “shorter”',
}

/**
 * @typedef {{ ask: (text: string, mode: string) => void, run: (text: string, mode: string) => void,
 *   stop: () => void, refuse: (sentence: string) => void }} Listener `run`: what begins as a command does
 */

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

  /**
   * Return why this can't be asked, as the server would say it; empty where it can.
   * @param {string} text
   */
  #refuse(text) {
    if (!text.trim()) return 'The question is empty. Say in words what the code should do.'
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
    if (isCommand(text)) this.#listener.run(text, mode)
    else this.#listener.ask(text, mode)
  }
}
