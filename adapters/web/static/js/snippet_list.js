// @ts-check
/** Snippets as they are searched for: while words are typed, by language and tag, one's own, pinned, in the bin. */

import { find } from './dom.js'
import { say } from './say.js'
import { findSnippets, restoreSnippet } from './snippet_calls.js'
import { offerCarrying } from './snippet_carrying.js'
import { SnippetFilters } from './snippet_filters.js'
import { snippetRow } from './snippet_row.js'

/** Milliseconds without a letter typed after which is searched. */
const PAUSE = 200
const NONE = 'No snippets yet. Press Save on a block of code in an answer, or write a snippet of your own.'
const NO_BIN = 'The bin is empty. What is deleted lies here for 30 days.'

export class SnippetList {
  #rows = find('snippet-list', HTMLUListElement)
  #none = find('snippet-none', HTMLElement)
  #more = find('snippet-more', HTMLButtonElement)
  #filters
  #marked = ''
  #focused = ''
  #cursor = ''
  #waiting = 0
  #asked = new AbortController()

  constructor() {
    this.#filters = new SnippetFilters((typed) => this.#search(typed), () => this.#links()[0]?.focus())
    this.#rows.addEventListener('keydown', (event) => this.#move(event))
    this.#more.addEventListener('click', () => this.#extend())
    offerCarrying(() => this.load())
  }

  /** @param {string} key of the snippet that is open; empty: none is */
  mark(key) {
    this.#marked = key
    for (const link of this.#links()) {
      if (link.dataset.key === key) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }

  /** @param {string} key */
  holds(key) {
    return this.#links().some((link) => link.dataset.key === key)
  }

  /**
   * Read it anew.
   * @param {string} [focused] gives the focus to the snippet of this key, where nothing else has it
   */
  async load(focused = '') {
    this.#focused ||= focused
    this.#filters.load()
    await this.#read()
  }

  /** @param {boolean} typed wait until nothing more is typed */
  #search(typed) {
    clearTimeout(this.#waiting)
    this.#waiting = setTimeout(async () => {
      await this.#read()
      if (this.#none.hidden) say(`${this.#rows.childElementCount}${this.#cursor ? ' or more' : ''} found.`)
      else say(this.#none.textContent ?? '')
    }, typed ? PAUSE : 0)
  }

  async #read() {
    const held = this.#rows.contains(document.activeElement) ? document.activeElement?.getAttribute('data-key') : ''
    const found = await this.#ask('')
    if (!found) return
    this.#rows.replaceChildren(...found.items.map((line) => this.#row(line)))
    this.#none.hidden = found.items.length > 0
    this.#none.textContent = found.problem || this.#nothing()
    const wanted = held || (document.activeElement === document.body && this.#focused)
    this.#focused = ''
    if (wanted) this.#links().find(({ dataset }) => dataset.key === wanted)?.focus()
  }

  async #extend() {
    const found = await this.#ask(this.#cursor)
    if (!found) return
    const rows = found.items.map((line) => this.#row(line))
    this.#rows.append(...rows)
    rows[0]?.querySelector('a')?.focus()
  }

  /**
   * Ask for a page; null: something else was asked for meanwhile.
   * @param {string} cursor
   * @returns {Promise<{ items: import('./snippet_calls.js').Line[], problem: string } | null>}
   */
  async #ask(cursor) {
    this.#asked.abort()
    const mine = (this.#asked = new AbortController())
    const { said, problem } = await findSnippets(this.#filters.wanted, cursor, mine.signal)
    if (mine.signal.aborted) return null
    this.#cursor = said?.next_cursor ?? ''
    this.#more.hidden = !this.#cursor
    return { items: problem ? [] : said.items, problem }
  }

  /** @param {import('./snippet_calls.js').Line} line */
  #row(line) {
    const row = snippetRow(line, async () => {
      const { problem } = await restoreSnippet(line.key)
      say(problem || `${line.name} is back.`)
      if (problem) return problem
      const next = row.nextElementSibling ?? row.previousElementSibling
      row.remove()
      const beside = next?.querySelector('button') ?? find('snippet-words', HTMLElement)
      beside.focus()
      if (!next) await this.#read()
      return ''
    })
    const link = row.querySelector('a')
    if (link?.dataset.key === this.#marked) link.setAttribute('aria-current', 'true')
    return row
  }

  #nothing() {
    const { words, language, tag, shelf } = this.#filters.wanted
    if (words.trim()) return `No snippet holds “${words.trim()}”.`
    if (language || tag || shelf === 'pinned') return 'No snippet is of that kind.'
    return shelf === 'bin' ? NO_BIN : NONE
  }

  #links() {
    return [...this.#rows.querySelectorAll('a')]
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const links = this.#links()
    const at = links.findIndex((link) => link === document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    if (to < 0) find('snippet-words', HTMLElement).focus()
    else links[Math.min(to, links.length - 1)].focus()
  }
}
