import classes from './text.module.css'

export type Tone = 'waiting' | 'moving' | 'good' | 'ended'

/** A state as a word; the mark before it differs in shape as well as colour. */
export function State({ word, tone }: { word: string; tone: Tone }) {
  return (
    <span className={classes.state} data-tone={tone}>
      {word}
    </span>
  )
}

const referralStates: Record<string, { word: string; tone: Tone }> = {
  submitted: { word: 'Submitted', tone: 'waiting' }, accepted: { word: 'Accepted', tone: 'moving' }, contacted: { word: 'Contacted', tone: 'moving' }, met: { word: 'Met', tone: 'moving' },
  qualified: { word: 'Qualified', tone: 'moving' }, opportunity: { word: 'Opportunity', tone: 'moving' }, won: { word: 'Won', tone: 'good' }, lost: { word: 'Lost', tone: 'ended' }, declined: { word: 'Declined', tone: 'ended' },
}
export const referralStateChoices = Object.entries(referralStates).map(([value, { word }]) => ({ value, label: word }))

export function ReferralState({ state }: { state: string }) {
  return <State {...(referralStates[state] ?? { word: state, tone: 'waiting' })} />
}

const opportunityStates: Record<string, { word: string; tone: Tone }> = { open: { word: 'Open', tone: 'moving' }, won: { word: 'Won', tone: 'good' }, lost: { word: 'Lost', tone: 'ended' } }
export function OpportunityState({ state }: { state: string }) {
  return <State {...(opportunityStates[state] ?? { word: state, tone: 'waiting' })} />
}

const partnerStates: Record<string, { word: string; tone: Tone }> = {
  candidate: { word: 'Candidate', tone: 'waiting' }, active: { word: 'Active', tone: 'good' }, paused: { word: 'Paused', tone: 'moving' }, ended: { word: 'Ended', tone: 'ended' },
}
export const partnerStateChoices = Object.entries(partnerStates).map(([value, { word }]) => ({ value, label: word }))
export function PartnerState({ state }: { state: string }) {
  return <State {...(partnerStates[state] ?? { word: state, tone: 'waiting' })} />
}
