// @ts-check
/** One question with its answer on the page, as it is waited for, written, and complete. */

import { copyButton } from './copy.js'
import { button, element } from './dom.js'
import { render } from './markdown.js'
import { remark } from './replies.js'
import { offerSaving } from './save.js'
import { Stream } from './stream.js'

/**
 * @typedef {import('./api.js').Shown} Shown
 * @typedef {import('./runs.js').Done} Done
 */

export class Exchange {
  /** The store's number of it; 0 until it is known. */
  id = 0
  /** The name of its message, under which the store has it. */
  ref = ''
  running = false
  #answer = element('div', 'answer')
  #correction = element('div', 'correction')
  #prose = element('div', 'prose')
  #waiting = element('p', 'waiting')
  #problem = element('div', 'problem')
  #remarks = element('div', 'remarks')
  #actions = element('div', 'actions')
  #ticking = 0
  #stream = new Stream(this.#prose)
  #again

  /**
   * @param {{ text: string, mode: string }} message
   * @param {(exchange: Exchange) => void} again what to do where another answer is wanted
   */
  constructor({ text, mode }, again) {
    this.text = text
    this.mode = mode
    this.#again = again
    const question = element('div', 'question', element('p', '', text))
    question.dir = 'auto'
    if (mode === 'feedback') question.prepend(element('span', 'chip', 'Feedback'))
    this.#prose.dir = 'auto'
    this.#correction.dir = 'auto'
    this.#problem.dir = 'auto'
    this.#answer.append(
      element('h2', 'visually-hidden', 'Answer'),
      ...[this.#correction, this.#prose, this.#waiting, this.#problem, this.#remarks, this.#actions],
    )
    this.node = element('article', 'exchange', element('h2', 'visually-hidden', 'You'), question, this.#answer)
  }

  /** An answer is on its way: say so, and for how long. */
  wait() {
    this.running = true
    this.restart()
    this.#answer.setAttribute('aria-busy', 'true')
    this.#correction.replaceChildren()
    this.#problem.replaceChildren()
    this.#remarks.replaceChildren()
    this.#actions.replaceChildren()
    const began = Date.now()
    const tick = () => {
      const seconds = Math.floor((Date.now() - began) / 1000)
      this.#waiting.textContent = seconds ? `Waiting for the model… ${seconds} s` : 'Waiting for the model…'
    }
    tick()
    clearInterval(this.#ticking)
    this.#ticking = setInterval(tick, 1000)
  }

  /** Begin the text anew. */
  restart() {
    this.#stream.leave()
    this.#stream = new Stream(this.#prose)
  }

  /** @param {string} text */
  grow(text) {
    this.#endWaiting()
    this.#stream.write(text)
  }

  /**
   * Show how it ended. Where the stored answer is known it is what stays on the page: a reload will show the same.
   * @param {Done} last
   */
  complete({ exchange, model, problem, try_again, shown, reason, remarks }) {
    this.#endWaiting()
    this.id = exchange || this.id
    this.running = false
    this.#answer.removeAttribute('aria-busy')
    this.#showText(shown)
    if (this.id) offerSaving(this.#prose, this.id)
    this.#problem.replaceChildren(...render(problem || this.#remark(reason, shown)))
    this.#problem.classList.toggle('calm', !problem)
    this.#remarks.replaceChildren(...remarks.map(remark))
    this.#offerActions(model, try_again)
  }

  /**
   * It could not even be begun.
   * @param {string} problem
   */
  fail(problem) {
    const failed = { model: '', try_again: true, shown: null, reason: 'failed', remarks: [] }
    this.complete({ exchange: this.id, problem, ...failed })
  }

  /**
   * What to say where nothing went wrong and yet something is missing.
   * @param {string} reason
   * @param {Shown | null} shown
   */
  #remark(reason, shown) {
    if (reason === 'stopped') return shown ? 'Stopped.' : ''
    return this.#stream.text ? '' : 'Nothing was changed. Say what should be different.'
  }

  /** @param {Shown | null} shown */
  #showText(shown) {
    if (shown && (shown.answer || shown.problem || shown.reason === 'stopped')) {
      if (shown.correction) this.#correction.replaceChildren(...render(`**Correction:** ${shown.correction}`))
      // Notes that stood in the text while it was live have a place of their own from now on.
      this.#stream.end(shown.answer)
    } else this.#stream.end()
  }

  /**
   * @param {string} model
   * @param {boolean} tryAgain
   */
  #offerActions(model, tryAgain) {
    const again = button(tryAgain ? 'Try again' : 'Regenerate', tryAgain ? 'again wanted' : 'again', () => this.#again(this))
    const copy = copyButton('Copy answer', 'copy', () => this.#stream.text)
    this.#actions.replaceChildren(...(this.#stream.text ? [copy, again] : [again]), element('span', 'model', model))
  }

  #endWaiting() {
    clearInterval(this.#ticking)
    this.#waiting.textContent = ''
  }
}
