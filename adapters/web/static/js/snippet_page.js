// @ts-check
/** One snippet, open: what it is, its code, and what can be done to it. */

import { codeBlock } from './code.js'
import { element } from './dom.js'
import { me } from './me.js'
import { say } from './say.js'
import { readSnippet } from './snippet_calls.js'
import { snippetDeeds } from './snippet_deeds.js'
import { SnippetEditing, draftOf } from './snippet_editing.js'
import { snippetHead } from './snippet_head.js'
import { snippetHistory } from './snippet_history.js'
import { snippetSharing } from './snippet_sharing.js'

/**
 * @typedef {import('./snippet_calls.js').Snippet} Snippet
 * @typedef {'' | 'edit' | 'share' | 'history'} Panel what is drawn out above the code
 */

export class SnippetPage {
  #node
  #changed
  #key = ''
  /** @type {Panel} */
  #panel = ''
  #asked = 0

  /**
   * @param {HTMLElement} node
   * @param {() => void} changed told where the list is out of date
   */
  constructor(node, changed) {
    this.#node = node
    this.#changed = changed
  }

  close() {
    this.#asked++
    this.#key = ''
    this.#node.hidden = true
    this.#node.replaceChildren()
  }

  /** Offer a form for a new one. */
  make() {
    this.close()
    const editing = new SnippetEditing(null, '', {
      saved: (snippet) => {
        this.#changed()
        say(`Saved as ${snippet.key}.`)
        location.replace(`#snippets/${snippet.key}`)
      },
      left: () => (location.hash = '#snippets'),
    })
    this.#put(element('h2', '', 'New snippet'), editing.node)
    editing.focus()
  }

  /** @param {string} key */
  async show(key) {
    if (key !== this.#key) this.close()
    this.#key = key
    this.#panel = draftOf(key) ? 'edit' : ''
    await this.#load('head')
  }

  /**
   * Read it and draw it.
   * @param {string} focused which of its parts gets the focus, by `data-part`
   */
  async #load(focused) {
    const mine = ++this.#asked
    const [{ said, etag, problem }, who] = await Promise.all([readSnippet(this.#key), me()])
    if (mine !== this.#asked) return
    if (problem) {
      const sentence = element('p', 'reply failed', problem)
      sentence.tabIndex = -1
      this.#put(sentence)
      sentence.focus()
    } else this.#draw(said, etag, said.mine || who.admin, focused)
  }

  /**
   * @param {Snippet} snippet
   * @param {string} etag
   * @param {boolean} writable
   * @param {string} focused
   */
  #draw(snippet, etag, writable, focused) {
    /** @param {Panel} panel */
    const turn = (panel) => {
      const opened = this.#panel === panel ? '' : panel
      this.#panel = opened
      this.#draw(snippet, etag, writable, opened ? 'panel' : panel)
    }
    /** @param {string} part */
    const changed = (part) => {
      this.#changed()
      this.#load(part)
    }
    const deeds = snippetDeeds(snippet, { writable, panel: this.#panel, turn, changed })
    const panel = this.#draws(snippet, etag, writable, changed)
    const blocks = [codeBlock(snippet.code, snippet.language), ...snippet.files.map(file)]
    this.#put(...snippetHead(snippet), deeds, ...(panel ? [panel] : []), ...(this.#panel === 'edit' ? [] : blocks))
    focusPart(this.#node, focused)
  }

  /**
   * @param {Snippet} snippet
   * @param {string} etag
   * @param {boolean} writable
   * @param {(part: string) => void} changed
   */
  #draws(snippet, etag, writable, changed) {
    const shut = (/** @type {string} */ part) => {
      this.#panel = ''
      changed(part)
    }
    if (this.#panel === 'share') return snippetSharing(snippet, () => changed('panel'))
    if (this.#panel === 'history') return snippetHistory(snippet, etag, writable, () => shut('head'))
    if (this.#panel !== 'edit') return null
    const editing = new SnippetEditing(snippet, etag, { saved: () => shut('head'), left: () => shut('edit') })
    return editing.node
  }

  /** @param {...Node} parts */
  #put(...parts) {
    const back = element('a', 'back', '← All snippets')
    back.href = '#snippets'
    this.#node.replaceChildren(back, ...parts)
    this.#node.hidden = false
  }
}

/**
 * @param {HTMLElement} node
 * @param {string} part
 */
function focusPart(node, part) {
  const found = node.querySelector(`[data-part="${part}"]`)
  const first = part === 'panel' ? found?.querySelector('input, select, textarea, button') : null
  if (first instanceof HTMLElement) first.focus()
  else if (found instanceof HTMLElement) found.focus()
}

/** @param {{ name: string, text: string }} file */
function file({ name, text }) {
  return element('section', 'file', element('h3', '', name), codeBlock(text, name.split('.').pop() ?? ''))
}
