// @ts-check
/** The choice of a model: what the server offers, what answers where nothing is chosen, and what was chosen here. */

import { fetchModels } from './api.js'
import { element, find } from './dom.js'
import { request } from './http.js'
import { recall, remember } from './memory.js'

const RETRY = 3_000
const PRICE = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })

/** @typedef {import('./api.js').Model} Model */

export class ModelPicker {
  #select = find('model', HTMLSelectElement)
  #warn
  #problem = ''
  /** The conversation that it is chosen for; empty: one not begun yet. */
  #conversation = ''
  #asked = 0
  /** @type {import('./api.js').Models | null} */
  #offer = null

  /** @param {(sentence: string) => void} warn told why there is nothing to choose from, and when that has passed */
  constructor(warn) {
    this.#warn = warn
    this.#select.addEventListener('change', () => this.#keep())
  }

  /** The name that was chosen; empty: the server decides. */
  get chosen() {
    return this.#select.value
  }

  /** Whether the model that will answer takes pictures; where that is not known, it may. */
  get sees() {
    const name = this.chosen || this.#offer?.default
    return this.#offer?.models.find((model) => model.name === name)?.sees ?? true
  }

  /**
   * Show what is chosen for a conversation.
   * @param {string} conversation empty: a new one
   */
  open(conversation) {
    this.#conversation = conversation
    this.#problem = ''
    this.#load()
  }

  /**
   * The new conversation is begun: what was chosen for it is chosen there.
   * @param {string} conversation
   */
  begin(conversation) {
    this.#conversation = conversation
    if (this.chosen) this.#decide()
  }

  /** Offer what there is, as soon as there is something: a model of our own takes its time to come. */
  async #load() {
    const mine = ++this.#asked
    const offer = await fetchModels(this.#conversation)
    if (mine !== this.#asked) return
    if (offer) this.#show(offer)
    const problem = offer ? offer.problem : this.#problem
    if (problem !== this.#problem) this.#warn(problem)
    this.#problem = problem
    if (!offer?.models.length || problem) setTimeout(() => mine === this.#asked && this.#load(), RETRY)
  }

  /** @param {import('./api.js').Models} offer */
  #show(offer) {
    const { models, chosen, default: name } = this.#offer = offer
    const none = element('option', '', name ? `${name} (default)` : 'Default model')
    none.value = ''
    this.#select.replaceChildren(none, ...groups(models.filter((model) => model.name !== name)))
    this.#select.value = this.#conversation ? chosen.conversation : recall('model')
    if (this.#select.selectedIndex < 0) this.#select.selectedIndex = 0 // it is offered no longer
    this.#tell()
  }

  #keep() {
    this.#asked++ // what is on its way does not know of this
    this.#tell()
    if (this.#conversation) this.#decide()
    else remember('model', this.chosen)
  }

  async #decide() {
    const body = { scope: 'conversation', conversation: this.#conversation, model: this.chosen }
    const { problem } = await request('PUT', '/api/models/choice', { body })
    if (problem) this.#warn(problem)
  }

  #tell() {
    this.#select.title = this.#select.selectedOptions[0]?.title ?? ''
  }
}

/**
 * @param {Model[]} models
 * @returns {HTMLElement[]}
 */
function groups(models) {
  const providers = [...Map.groupBy(models, ({ provider }) => provider)]
  if (providers.length < 2) return models.map(option)
  return providers.map(([provider, theirs]) => {
    const group = element('optgroup', '', ...theirs.map(option))
    group.label = provider
    return group
  })
}

/** @param {Model} model */
function option({ name, problem, price }) {
  const made = element('option', '', problem ? `${name} (unavailable)` : name)
  made.value = name
  made.disabled = Boolean(problem)
  made.title = problem || (price ? `${PRICE.format(price[0])} read, ${PRICE.format(price[1])} written, per million tokens` : '')
  return made
}
