// @ts-check
/** The part of the page for snippets: those that are found, and beside them the one that is open. */

import { find } from './dom.js'
import { SnippetList } from './snippet_list.js'
import { SnippetPage } from './snippet_page.js'

const KEY = /^s-[0-9a-z]{1,40}$/

export class Snippets {
  #section = find('snippets', HTMLElement)
  #shown = ''
  #list
  #page

  constructor() {
    this.#list = new SnippetList()
    this.#page = new SnippetPage(find('snippet-opened', HTMLElement), () => this.#list.load())
  }

  /** @param {string} rest a key, or `new`; else the list alone */
  open(rest) {
    const before = this.#shown
    this.#shown = rest === 'new' || KEY.test(rest) ? rest : ''
    this.#section.classList.toggle('has-open', Boolean(this.#shown))
    this.#list.mark(this.#shown)
    if (!this.#shown) {
      this.#page.close()
      this.#list.load(before)
    } else {
      if (!this.#list.holds(this.#shown)) this.#list.load() // it was made or restored meanwhile
      if (this.#shown === 'new') this.#page.make()
      else this.#page.show(this.#shown)
    }
  }
}
