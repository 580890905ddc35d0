// @ts-check
/** How a question is meant: as one, or as feedback on the last answer, where there is one. */

import { find } from './dom.js'

/** @type {Record<string, string>} */
const PLACEHOLDERS = {
  query: 'Ask for code…',
  feedback: 'What should be different? For example: “in C++”, “shorter”',
}

export class Modes {
  #question = find('question', HTMLTextAreaElement)
  #feedback = find('feedback', HTMLInputElement)
  #query = find('query', HTMLInputElement)

  constructor() {
    for (const mode of [this.#feedback, this.#query]) mode.addEventListener('change', () => this.#show())
  }

  get chosen() {
    return this.#feedback.checked ? 'feedback' : 'query'
  }

  /** @param {string} mode a query where there is nothing that feedback could be about */
  choose(mode) {
    const isFeedback = mode === 'feedback' && !this.#feedback.disabled
    this.#feedback.checked = isFeedback
    this.#query.checked = !isFeedback
    this.#show()
  }

  /** @param {boolean} hasAnswer */
  offer(hasAnswer) {
    this.#feedback.disabled = !hasAnswer
    this.choose(this.chosen)
  }

  #show() {
    this.#question.placeholder = PLACEHOLDERS[this.chosen]
  }
}
