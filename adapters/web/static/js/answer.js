// @ts-check
/** An answer on the page, as it is waited for, written, and complete, with what can be done to it. */

import { copyButton } from './copy.js'
import { button, element } from './dom.js'
import { factsOf } from './facts.js'
import { render } from './markdown.js'
import { Pager } from './pager.js'
import { remark } from './replies.js'
import { offerSaving } from './save.js'
import { Stream } from './stream.js'
import { Verdict } from './verdict.js'
import { Waiting } from './waiting.js'

/**
 * What can be done to it.
 * @typedef {{ again: () => void, complain: import('./complaint.js').Complain }} Deeds
 * @typedef {import('./api.js').Shown} Shown
 * @typedef {import('./runs.js').Done} Done
 */

export class Answer {
  node = element('div', 'answer')
  pager = new Pager('answer')
  #correction = element('div', 'correction')
  #prose = element('div', 'prose')
  #waiting = new Waiting()
  #problem = element('div', 'problem')
  #remarks = element('div', 'remarks')
  #actions = element('div', 'actions')
  #complaint = element('div')
  #stream = new Stream(this.#prose)
  #deeds

  /** @param {Deeds | null} deeds null where the conversation can only be read */
  constructor(deeds) {
    this.#deeds = deeds
    for (const part of [this.#prose, this.#correction, this.#problem]) part.dir = 'auto'
    const parts = [this.#correction, this.#prose, this.#waiting.node, this.#problem, this.#remarks]
    this.node.append(element('h2', 'visually-hidden', 'Answer'), ...parts, this.#actions, this.#complaint)
  }

  get text() {
    return this.#stream.text
  }

  /** It is on its way: say so, and for how long. */
  wait() {
    this.restart()
    this.node.setAttribute('aria-busy', 'true')
    for (const part of [this.#correction, this.#problem, this.#remarks, this.#complaint]) part.replaceChildren()
    this.#actions.replaceChildren(this.pager.node)
    this.#waiting.begin()
  }

  /** Begin the text anew. */
  restart() {
    this.#stream.leave()
    this.#stream = new Stream(this.#prose)
  }

  /** @param {number} ahead how many are answered before */
  queue(ahead) {
    this.#waiting.queue(ahead)
  }

  /** @param {string} text */
  grow(text) {
    this.#waiting.end()
    this.#stream.write(text)
  }

  /**
   * Show how it ended. Where the stored answer is known it is what stays on the page: a reload will show the same.
   * @param {number} exchange its number; 0: not known
   * @param {Done} last
   */
  complete(exchange, { model, problem, try_again, shown, reason, remarks }) {
    this.#waiting.end()
    this.node.removeAttribute('aria-busy')
    this.#showText(shown)
    if (exchange) offerSaving(this.#prose, exchange)
    this.#problem.replaceChildren(...render(problem || this.#remark(reason, shown)))
    this.#problem.classList.toggle('calm', !problem)
    this.#remarks.replaceChildren(...remarks.map(remark))
    const said = this.text ? [...this.#judge(exchange, shown?.verdict ?? 0), this.#copy()] : []
    this.#actions.replaceChildren(...said, ...this.#again(try_again), this.pager.node, factsOf(model, shown?.usage))
  }

  /**
   * What to say where nothing went wrong and yet something is missing.
   * @param {string} reason
   * @param {Shown | null} shown
   */
  #remark(reason, shown) {
    if (reason === 'stopped') return shown ? 'Stopped.' : ''
    return this.text ? '' : 'Nothing was changed. Say what should be different.'
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
   * @param {number} exchange
   * @param {import('./verdict.js').Sign} sign
   */
  #judge(exchange, sign) {
    if (!exchange) return []
    const verdict = new Verdict(exchange, sign, this.#deeds && this.#deeds.complain)
    this.#complaint.replaceChildren(verdict.form)
    return [verdict.node]
  }

  #copy() {
    return copyButton('Copy answer', 'copy', () => this.text)
  }

  /** @param {boolean} wanted there is no whole answer */
  #again(wanted) {
    if (!this.#deeds) return []
    const made = button(wanted ? 'Try again' : 'Regenerate', wanted ? 'again wanted' : 'again', this.#deeds.again)
    made.title = 'With the model that is chosen below'
    return [made]
  }
}
