// @ts-check
/** A growing Markdown text on the page: finished blocks are left alone, only the last one is drawn again. */

import { codeBlock } from './code.js'
import { reveal } from './hidden.js'
import { drawBlock, isShown, parse, render } from './markdown.js'

/** Share of the time that drawing may take: a slow machine draws less often, and stays usable. */
const SHARE = 1 / 4

export class Stream {
  #root
  #whole = ''
  #arrived = ''
  /** The text of the last block, which may still change. */
  #rest = ''
  /** @type {HTMLElement | null} */
  #last = null
  /** @type {OpenFence | null} */
  #fence = null
  #frame = 0
  #notBefore = 0

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root
    root.replaceChildren()
  }

  get text() {
    return this.#whole
  }

  /** @param {string} text */
  write(text) {
    this.#whole += text
    this.#arrived += text.replaceAll('\r', '')
    this.#frame ||= requestAnimationFrame(() => this.#draw())
  }

  /**
   * Draw all of it exactly, as `render` would; what already looks so is not touched.
   * @param {string} [text] the whole text, where it is not quite what was written
   */
  end(text = this.#whole) {
    this.#whole = text
    this.leave()
    const exact = render(this.#whole)
    const shown = [...this.#root.children]
    exact.forEach((node, index) => {
      if (!shown[index]) this.#root.append(node)
      else if (!shown[index].isEqualNode(node)) shown[index].replaceWith(node)
    })
    shown.slice(exact.length).forEach((node) => node.remove())
  }

  /** Draw no more: whoever waits for a frame in a hidden tab would draw into what came after. */
  leave() {
    cancelAnimationFrame(this.#frame)
  }

  #draw() {
    this.#frame = 0
    const began = performance.now()
    if (began < this.#notBefore) {
      this.#frame = requestAnimationFrame(() => this.#draw())
      return
    }
    this.#rest += this.#arrived
    this.#arrived = ''
    if (!this.#fence?.grow(this.#rest)) this.#drawRest()
    this.#notBefore = began + (performance.now() - began) / SHARE
  }

  #drawRest() {
    this.#fence = null
    const blocks = parse(this.#rest)
    const last = blocks.findLastIndex(isShown)
    if (last < 0) return
    for (const block of blocks.slice(0, last).filter(isShown)) this.#put(drawBlock(block), true)
    this.#rest = blocks.slice(last).map((block) => block.raw).join('')
    this.#fence = blocks[last].type === 'code' ? OpenFence.in(this.#rest) : null
    this.#put(this.#fence ? this.#fence.figure : drawBlock(blocks[last], true), false)
  }

  /**
   * @param {HTMLElement} node
   * @param {boolean} finished
   */
  #put(node, finished) {
    if (this.#last) this.#last.replaceWith(node)
    else this.#root.append(node)
    this.#last = finished ? null : node
  }
}

/** A fence that is not closed yet: whole lines are added to its code, and nothing is drawn twice. */
class OpenFence {
  #closing
  #read
  #code

  /**
   * Return the fence that `text` opens, unless it also closes it.
   * @param {string} text
   */
  static in(text) {
    const opening = /^ {0,3}(`{3,}|~{3,})([^\n]*)\n/.exec(text)
    if (!opening) return null
    const fence = new OpenFence(opening[0].length, opening[1], opening[2])
    return fence.grow(text) ? fence : null
  }

  /**
   * @param {number} start
   * @param {string} marks
   * @param {string} info
   */
  constructor(start, marks, info) {
    this.#read = start
    this.#closing = new RegExp(`\\n {0,3}${marks}${marks[0]}*[ \\t]*(?:\\n|$)`)
    this.figure = codeBlock('', info, { plain: true })
    this.#code = /** @type {HTMLElement} */ (this.figure.querySelector('code'))
  }

  /**
   * Take in what was added to `text`; false where that closes the fence.
   * @param {string} text
   */
  grow(text) {
    if (this.#closing.test(text.slice(this.#read - 1))) return false
    const end = text.lastIndexOf('\n')
    if (end > this.#read) {
      this.#code.append(...reveal(text.slice(this.#read, end)))
      this.#read = end
    }
    return true
  }
}
