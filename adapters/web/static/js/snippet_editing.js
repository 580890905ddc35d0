// @ts-check
/** A snippet while it is written: what is typed outlives a reload, and nobody's changes are written over unseen. */

import { element } from './dom.js'
import { recall, remember } from './memory.js'
import { changeSnippet, makeSnippet, readSnippet } from './snippet_calls.js'
import { conflict } from './snippet_conflict.js'
import { snippetForm } from './snippet_form.js'
import { offerUndo } from './undo.js'

/**
 * @typedef {import('./snippet_calls.js').Snippet} Snippet
 * @typedef {import('./snippet_calls.js').Fields} Fields
 */

/**
 * What was typed and not saved, with what was read before.
 * @typedef {{ fields: Fields, before: Fields | null, etag: string }} Draft
 */

/**
 * @param {string} key a snippet's, or `new`
 * @returns {Draft | null}
 */
export function draftOf(key) {
  const kept = recall(`snippet.${key}`)
  return kept ? JSON.parse(kept) : null
}

export class SnippetEditing {
  #key
  #before
  #etag
  #told
  #form
  #about = element('div', 'conflict')

  /**
   * @param {Snippet | null} snippet null: a new one
   * @param {string} etag of what was read
   * @param {{ saved: (snippet: Snippet) => void, left: () => void }} told
   */
  constructor(snippet, etag, told) {
    const draft = draftOf(snippet?.key ?? 'new')
    this.#key = snippet?.key ?? 'new'
    this.#before = draft?.before ?? (snippet && fieldsOf(snippet))
    this.#etag = draft?.etag ?? etag
    this.#told = told
    this.#form = snippetForm(draft?.fields ?? this.#before ?? {}, snippet ? `Edit ${snippet.name}` : 'New snippet', {
      save: () => this.#save(),
      leave: () => this.#leave(),
      typed: () => this.#keep({ fields: this.#form.read(), before: this.#before, etag: this.#etag }),
    })
    this.#about.hidden = true
    this.#form.node.prepend(this.#about)
  }

  get node() {
    return this.#form.node
  }

  focus() {
    this.#form.focus()
  }

  async #save() {
    const fields = this.#form.read()
    const changed = this.#before && changes(this.#before, fields)
    if (changed && !Object.keys(changed).length) {
      this.#keep(null)
      return this.#told.left()
    }
    const { status, said, problem } = changed
      ? await changeSnippet(this.#key, changed, this.#etag)
      : await makeSnippet(fields)
    if (status === 412) return this.#showTheirs()
    if (problem) return this.#form.fail(problem)
    this.#keep(null)
    this.#told.saved(said)
  }

  async #showTheirs() {
    const { said: theirs, etag, problem } = await readSnippet(this.#key)
    if (problem) return this.#form.fail(problem)
    const box = conflict(theirs, {
      mine: () => {
        this.#etag = etag
        this.#form.node.requestSubmit()
      },
      theirs: () => this.#leave(),
    })
    this.#about.replaceChildren(box)
    this.#about.hidden = false
    box.focus()
  }

  /** Put away what was typed, where it can be had back. */
  #leave() {
    const draft = draftOf(this.#key)
    this.#keep(null)
    this.#told.left()
    if (!draft) return
    const address = `#snippets/${this.#key}`
    const undo = async () => {
      this.#keep(draft)
      if (location.hash === address) dispatchEvent(new HashChangeEvent('hashchange'))
      else location.hash = address
      return ''
    }
    offerUndo('What you wrote is put away.', undo, () => document.getElementById('snippet-words')?.focus())
  }

  /** @param {Draft | null} draft */
  #keep(draft) {
    remember(`snippet.${this.#key}`, draft ? JSON.stringify(draft) : '')
  }
}

/**
 * @param {Snippet} snippet
 * @returns {Fields}
 */
function fieldsOf({ name, language, tags, note, code }) {
  return { name, language, tags, note, code }
}

/**
 * Return the fields that differ: the others may have been changed by somebody else since.
 * @param {Fields} before
 * @param {Fields} fields
 * @returns {Partial<Fields>}
 */
function changes(before, fields) {
  // A field of a page knows one end of lines; where all were those of Windows, they are so again.
  const windows = before.code.includes('\r\n') && !/(?:^|[^\r])\n/.test(before.code)
  const same = before.code.replace(/\r\n?/g, '\n') === fields.code
  const code = same ? before.code : windows ? fields.code.replaceAll('\n', '\r\n') : fields.code
  const old = new Map(Object.entries(before).map(([name, value]) => [name, JSON.stringify(value)]))
  return Object.fromEntries(
    Object.entries({ ...fields, code }).filter(([name, value]) => JSON.stringify(value) !== old.get(name)),
  )
}
