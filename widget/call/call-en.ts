/** The words of a call in English. */
import type { CallWords } from './words.ts'

export const words: CallWords = {
  asked: (agent, media) => `${agent || 'We'} would like to talk to you by ${media === 'video' ? 'video' : 'voice'}`,
  accept: 'Accept',
  notNow: 'Not now',
  asking: 'Asking whether we may call you…',
  takeBack: 'Take back',

  checkTitle: { audio: 'Voice call', video: 'Video call' },
  checkLead: {
    audio: 'You will be heard. Say something: the bar moves when your microphone works.',
    video: 'This is how you will be seen and heard. You can switch the camera off at any time.',
  },
  start: 'Start call',
  join: 'Join call',
  back: 'Back',
  wait: 'One moment…',
  preview: 'Your picture',
  noPreview: 'Your camera is off',
  level: 'Level of your microphone',
  microphone: 'Microphone',
  camera: 'Camera',
  speaker: 'Loudspeaker',
  usual: 'Default',
  trouble: {
    microphone: {
      refused:
        'The browser does not let us use your microphone. Allow it by the sign beside the address, then try again.',
      missing: 'No microphone was found. Plug one in; you can also join and only listen.',
      busy: 'Another program is using your microphone. Close it there, then try again.',
    },
    camera: {
      refused: 'The browser does not let us use your camera. Allow it by the sign beside the address, then try again.',
      missing: 'No camera was found. You can talk without one.',
      busy: 'Another program is using your camera. Close it there, then try again.',
    },
  },
  again: 'Try again',

  status: {
    joining: 'Connecting…',
    waiting: 'Please wait: you hear music until somebody is with you',
    held: 'On hold',
    reconnecting: 'The connection was lost. Reconnecting…',
    failed: 'The connection could not be made. It is tried again.',
  },
  talking: (names) => `In a call with ${names.join(', ')}`,
  time: 'Length of the call',
  call: 'Call',
  poor: (name) => `The connection of ${name} is poor`,
  poorOwn: 'Your connection is poor. It may help to switch the camera off.',
  blocked: 'The browser holds the sound back.',
  hear: 'Press to hear',
  elsewhere: 'Your call goes on in another tab or window.',
  here: 'Continue here',

  you: 'You',
  muted: 'microphone off',
  screenOf: (name) => `Screen of ${name}`,
  sharing: 'You are showing your screen',

  mute: 'Mute',
  unmute: 'Unmute',
  cameraOn: 'Camera on',
  cameraOff: 'Camera off',
  share: 'Show my screen',
  shareEnd: 'Stop showing my screen',
  keypad: 'Keypad',
  devices: 'Microphone and camera',
  fullScreen: 'Full screen',
  fullScreenEnd: 'Leave full screen',
  picture: 'Picture in a window of its own',
  chat: 'Chat',
  end: 'End call',

  recordAsk: 'May we record this call?',
  recordYes: 'Yes, record',
  recordNo: 'No',
  recording: 'Recording',
  recordEnd: 'Stop recording',
}
