// @ts-check
/** The list of lessons: what was learnt, from whom, and what it does; changed, undone, taken along. */

import { fetchLessons, runCommand } from './api.js'
import { find } from './dom.js'
import { lessonRow } from './lesson.js'
import { drawReply, focusOn } from './replies.js'

const NONE = 'No lessons yet. Say under an answer, in Feedback mode, what should be different, such as “always with ' +
  'type hints”: what holds for later answers, too, is kept here. Or write a lesson of your own above.'
const AWAY = 'The lessons can not be loaded now. Try again in a moment.'

export class Lessons {
  #reply = find('lessons-reply', HTMLElement)
  #words = find('words', HTMLInputElement)
  #rule = find('rule', HTMLInputElement)
  #table = find('lesson-table', HTMLTableElement)
  #export = find('export', HTMLAnchorElement)
  #none = find('no-lessons', HTMLElement)
  #more = find('more-lessons', HTMLElement)
  #asked = 0

  constructor() {
    this.#words.addEventListener('input', () => this.#load())
    find('teach', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault()
      this.#add()
    })
  }

  open() {
    this.#reply.replaceChildren()
    this.#words.value = ''
    this.#load()
  }

  async #add() {
    const reply = await runCommand(`lessons add ${this.#rule.value}`)
    if (!reply.failed) this.#rule.value = ''
    this.#answer(reply)
    this.#rule.focus()
  }

  /** @param {import('./api.js').Reply} reply */
  #answer(reply) {
    drawReply(this.#reply, reply, () => this.#load())
    this.#reply.scrollIntoView({ block: 'nearest' })
    focusOn(this.#reply)
    this.#load()
  }

  async #load() {
    const mine = ++this.#asked
    const words = this.#words.value
    const loaded = await fetchLessons(words)
    if (mine === this.#asked) this.#show(loaded ?? { found: 0, lessons: [] }, loaded ? say(words) : AWAY)
  }

  /**
   * @param {{ found: number, lessons: import('./api.js').Lesson[] }} loaded
   * @param {string} none what to say where there are no lessons
   */
  #show({ found, lessons }, none) {
    const rows = lessons.map((lesson) => lessonRow(lesson, (reply) => this.#answer(reply)))
    this.#table.tBodies[0].replaceChildren(...rows)
    this.#table.hidden = !found
    this.#export.hidden = !found && !this.#words.value
    this.#none.textContent = none
    this.#none.hidden = found > 0
    const more = found - lessons.length
    this.#more.textContent = `… and ${more} more: filter by words to find them.`
    this.#more.hidden = !more
  }
}

/** @param {string} words */
function say(words) {
  return words.trim() ? `No lesson says “${words.trim()}”.` : NONE
}
