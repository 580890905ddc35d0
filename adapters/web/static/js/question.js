// @ts-check
/** What was asked, with its files; edited in place, which asks it anew beside what it was. */

import { element } from './dom.js'
import { iconButton } from './icons.js'
import { Pager } from './pager.js'

const FILES_STAY = 'Its files are not sent again: ask anew to send them along.'

export class Question {
  pager = new Pager('question')
  #bubble = element('div', 'question')
  #deeds = element('div', 'deeds')
  #ask
  #files
  #form = element('form', 'editing')

  /**
   * @param {{ text: string, mode: string, files: string[], by: string }} message `by`: somebody else; empty: oneself
   * @param {((text: string) => void) | null} ask asks another text in place of it; null: that can't be done here
   */
  constructor({ text, mode, files, by }, ask) {
    this.text = text
    this.#ask = ask
    this.#files = files
    this.#bubble.dir = 'auto'
    if (by) this.#bubble.append(element('span', 'by', by))
    if (mode === 'feedback') this.#bubble.append(element('span', 'chip', 'Feedback'))
    this.#bubble.append(element('p', '', text))
    if (files.length) this.#bubble.append(listFiles(files))
    if (ask) this.#deeds.append(iconButton('pencil', 'Edit the question', () => this.edit()))
    this.#deeds.append(this.pager.node)
    this.node = element('div', 'asked', this.#bubble, this.#deeds)
  }

  /** Show what the server has as its text, which may say more than was typed. */
  retell(/** @type {string} */ text) {
    this.text = text
    const shown = this.#bubble.querySelector('p')
    if (shown && shown.textContent !== text) shown.textContent = text
  }

  edit() {
    if (!this.#ask) return
    const area = element('textarea')
    area.value = this.text
    area.dir = 'auto'
    area.setAttribute('aria-label', 'The question, edited')
    const save = element('button', 'deed strong', 'Save & ask')
    const cancel = element('button', 'deed', 'Cancel')
    cancel.type = 'button'
    cancel.addEventListener('click', () => this.#close())
    area.addEventListener('keydown', (event) => this.#press(event))
    this.#form.replaceChildren(area, element('div', 'line', save, cancel))
    if (this.#files.length) this.#form.append(element('p', 'hint', FILES_STAY))
    this.#form.onsubmit = (event) => {
      event.preventDefault()
      this.#submit(area.value)
    }
    this.#turn(true)
    area.focus()
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation() // else it would stop an answer, too
      this.#close()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit()
  }

  /** @param {string} text */
  #submit(text) {
    this.#turn(false)
    if (text.trim()) this.#ask?.(text)
    else this.#close()
  }

  #close() {
    this.#turn(false)
    this.#deeds.querySelector('button')?.focus()
  }

  /** @param {boolean} edited */
  #turn(edited) {
    if (edited) this.#bubble.after(this.#form)
    else this.#form.remove()
    this.#bubble.hidden = this.#deeds.hidden = edited
  }
}

/** @param {string[]} names */
function listFiles(names) {
  const list = element('ul', 'files', ...names.map((name) => element('li', '', name)))
  list.setAttribute('aria-label', 'Files')
  return list
}
