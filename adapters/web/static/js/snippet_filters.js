// @ts-check
/** What narrows the list of snippets: words, a language, a tag, and which shelf is looked at. */

import { element, find } from './dom.js'
import { countFacets } from './snippet_calls.js'

export class SnippetFilters {
  #form = find('snippet-search', HTMLFormElement)
  #words = find('snippet-words', HTMLInputElement)
  #language = find('snippet-language', HTMLSelectElement)
  #tag = find('snippet-tag', HTMLSelectElement)

  /**
   * @param {(typed: boolean) => void} changed told of each change, and whether it was by typing
   * @param {() => void} enter goes from the words to what was found
   */
  constructor(changed, enter) {
    this.#form.addEventListener('input', (event) => changed(event.target === this.#words))
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      changed(false)
    })
    this.#words.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      enter()
    })
  }

  /** @returns {import('./snippet_calls.js').Wanted} */
  get wanted() {
    const shelf = new FormData(this.#form).get('shelf')
    return { words: this.#words.value, language: this.#language.value, tag: this.#tag.value, shelf: String(shelf) }
  }

  /** Offer the languages and tags that there are. */
  async load() {
    const { said, problem } = await countFacets()
    if (problem) return // the list says what is wrong
    fill(this.#language, said.languages, '')
    fill(this.#tag, said.tags, '#')
  }
}

/**
 * Fill a choice with what there is, the most frequent first, and keep what is chosen.
 * @param {HTMLSelectElement} select its first option stays
 * @param {Record<string, number>} counts
 * @param {string} mark stands before each name
 */
function fill(select, counts, mark) {
  const chosen = select.value
  const names = Object.entries(counts).sort(([, one], [, other]) => other - one)
  if (chosen && !Object.hasOwn(counts, chosen)) names.push([chosen, 0])
  const options = names.filter(([name]) => name).map(([name, count]) => {
    const option = element('option', '', `${mark}${name} (${count})`)
    option.value = name
    return option
  })
  select.replaceChildren(select.options[0], ...options)
  select.value = chosen
}
