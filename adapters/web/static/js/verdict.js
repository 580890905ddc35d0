// @ts-check
/** What somebody thinks of an answer: a thumb up or down, pressed again to take it back; a thumb down asks for words. */

import { Complaint } from './complaint.js'
import { element } from './dom.js'
import { request } from './http.js'
import { iconButton } from './icons.js'
import { say } from './say.js'

/** @typedef {-1 | 0 | 1} Sign */

export class Verdict {
  node = element('span', 'verdict')
  /** Where the words are asked for: below the line of buttons. */
  form = element('div', 'complaint')
  #exchange
  #verdict
  #complain
  #up = iconButton('up', 'Good answer', () => this.#press(1))
  #down = iconButton('down', 'Not what I wanted', () => this.#press(-1))
  #problem = element('span', 'problem-note')

  /**
   * @param {number} exchange
   * @param {Sign} verdict
   * @param {import('./complaint.js').Complain | null} complain null: nothing can be asked here
   */
  constructor(exchange, verdict, complain) {
    this.#exchange = exchange
    this.#verdict = verdict
    this.#complain = complain
    this.node.append(this.#up, this.#down, this.#problem)
    this.form.hidden = true
    this.#show()
  }

  /** @param {Sign} pressed */
  async #press(pressed) {
    const before = this.#verdict
    this.#verdict = before === pressed ? 0 : pressed
    this.#show()
    const body = { verdict: this.#verdict }
    const { problem } = await request('PUT', `/api/exchanges/${this.#exchange}/verdict`, { body })
    if (problem) this.#verdict = before
    this.#problem.textContent = problem
    this.#show()
    say(problem || (this.#verdict ? 'Noted.' : 'Taken back.'))
    if (!problem) this.#askForWords()
  }

  #askForWords() {
    const wanted = this.#verdict < 0 && this.#complain !== null
    this.form.hidden = !wanted
    this.form.replaceChildren()
    if (!wanted || !this.#complain) return
    const complaint = new Complaint(this.#complain, () => {
      this.form.hidden = true
      this.#down.focus()
    })
    this.form.replaceChildren(complaint.node)
    complaint.focus()
  }

  #show() {
    this.#up.setAttribute('aria-pressed', String(this.#verdict > 0))
    this.#down.setAttribute('aria-pressed', String(this.#verdict < 0))
  }
}
