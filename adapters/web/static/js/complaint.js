// @ts-check
/** A small form below an answer that missed: what it is about, in one tap or in words; the answer is then mended. */

import { button, element } from './dom.js'
import { me } from './me.js'

const EMPTY = 'Say in a few words what should be different, or choose what it is about.'

/**
 * @typedef {(words: string, reasons: Chip[]) => void} Complain
 * @typedef {import('./me.js').Chip} Chip
 */

export class Complaint {
  #words = element('textarea')
  #problem = element('p', 'failed')
  #chips = element('div', 'chips')
  /** @type {Set<Chip>} */
  #chosen = new Set()

  /**
   * @param {Complain} complain
   * @param {() => void} close
   */
  constructor(complain, close) {
    this.#words.rows = 2
    this.#words.dir = 'auto'
    this.#words.setAttribute('aria-label', 'In your words')
    this.#problem.hidden = true
    this.#chips.setAttribute('role', 'group')
    this.#chips.setAttribute('aria-label', 'What is it about?')
    const line = element('div', 'line', element('button', 'deed strong', 'Send'), button('Close', 'deed', close))
    this.node = element('form', '', this.#chips, this.#words, this.#problem, line)
    this.node.setAttribute('aria-label', 'What should be different?')
    this.node.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#send(complain, close)
    })
    this.node.addEventListener('keydown', (event) => this.#press(event, close))
    this.#offer()
  }

  focus() {
    this.#words.focus()
  }

  async #offer() {
    const { chips, hint } = await me()
    this.#chips.replaceChildren(...chips.map((chip) => this.#chip(chip)))
    this.#words.placeholder = hint
  }

  /** @param {Chip} chip */
  #chip(chip) {
    const made = button(chip.label, 'tag', () => {
      if (!this.#chosen.delete(chip)) this.#chosen.add(chip)
      made.setAttribute('aria-pressed', String(this.#chosen.has(chip)))
    })
    made.setAttribute('aria-pressed', 'false')
    return made
  }

  /**
   * @param {KeyboardEvent} event
   * @param {() => void} close
   */
  #press(event, close) {
    if (event.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation() // else it would stop an answer, too
      close()
    }
    if (event.key === 'Enter' && event.target === this.#words && !event.shiftKey) {
      event.preventDefault()
      this.node.requestSubmit()
    }
  }

  /**
   * @param {Complain} complain
   * @param {() => void} close
   */
  #send(complain, close) {
    const words = this.#words.value.trim()
    this.#problem.textContent = words || this.#chosen.size ? '' : EMPTY
    this.#problem.hidden = !this.#problem.textContent
    if (!this.#problem.hidden) return this.#words.focus()
    complain(words, [...this.#chosen])
    close()
  }
}
