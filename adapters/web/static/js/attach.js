// @ts-check
/** Files of the question being written: chosen, dropped or pasted, shown as chips that can be removed. */

import { element, find } from './dom.js'
import { isPicture, readFile, say as saySize } from './files.js'
import { iconButton } from './icons.js'

const UNSEEN = 'The model that is chosen does not see pictures. Choose one that does, or it answers without them.'

/** @typedef {import('./files.js').Attached} Attached */

export class Attachments {
  #chips = find('attached', HTMLElement)
  #input = find('files', HTMLInputElement)
  #button = find('attach', HTMLButtonElement)
  #refuse
  #sees
  /** @type {(Attached & { size: number })[]} */
  #files = []
  /** Files are taken in one after the other, so that none goes beyond the limits of all. */
  #taking = Promise.resolve()

  /**
   * @param {(sentence: string) => void} refuse told why a file can't be sent
   * @param {() => boolean} sees whether the model takes pictures
   */
  constructor(refuse, sees) {
    this.#refuse = refuse
    this.#sees = sees
    this.#button.addEventListener('click', () => this.#input.click())
    this.#input.addEventListener('change', () => {
      this.#take(this.#input.files)
      this.#input.value = '' // the same file can be chosen again
    })
    addEventListener('paste', (event) => this.#paste(event))
    addEventListener('dragover', (event) => this.#hover(event, true))
    addEventListener('dragleave', (event) => event.relatedTarget || this.#hover(event, false))
    addEventListener('drop', (event) => this.#drop(event))
  }

  get any() {
    return this.#files.length > 0
  }

  /** Hand the files over; none stay. */
  hand() {
    const handed = this.#files.map(({ name, data }) => ({ name, data }))
    this.#files = []
    this.#draw()
    return handed
  }

  /**
   * Take files back that could not be sent.
   * @param {Attached[]} files
   */
  restore(files) {
    this.#files.push(...files.map((file) => ({ ...file, size: Math.floor(file.data.length * 0.75) })))
    this.#draw()
  }

  /** @param {FileList | null} files */
  #take(files) {
    const [...chosen] = files ?? []
    this.#taking = this.#taking.then(async () => {
      for (const one of chosen) {
        const { file, problem } = await readFile(one, this.#files)
        if (file) this.#files.push(file)
        else this.#refuse(problem)
        if (file && isPicture(file) && !this.#sees()) this.#refuse(UNSEEN)
      }
      this.#draw()
    })
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const files = event.clipboardData?.files
    if (!files?.length || !this.#isOffered || event.clipboardData?.types.includes('text/plain')) return
    event.preventDefault()
    this.#take(files)
  }

  /**
   * @param {DragEvent} event
   * @param {boolean} over
   */
  #hover(event, over) {
    if (!event.dataTransfer?.types.includes('Files') || !this.#isOffered) return
    event.preventDefault()
    document.body.classList.toggle('dropping', over)
  }

  /** @param {DragEvent} event */
  #drop(event) {
    this.#hover(event, false)
    if (this.#isOffered && event.dataTransfer?.files.length) this.#take(event.dataTransfer.files)
  }

  get #isOffered() {
    return this.#button.checkVisibility() && !document.querySelector('dialog[open]')
  }

  #draw() {
    this.#chips.hidden = !this.any
    this.#chips.replaceChildren(...this.#files.map((file) => this.#chip(file)))
  }

  /** @param {Attached & { size: number }} file */
  #chip(file) {
    const remove = iconButton('cross', `Remove ${file.name}`, () => {
      this.#files = this.#files.filter((other) => other !== file)
      this.#draw()
      this.#button.focus()
    })
    const name = element('span', 'name', file.name)
    name.dir = 'auto'
    return element('li', '', name, element('span', 'size', saySize(file.size)), remove)
  }
}
