import { createReader } from './reader.ts';

const BETWEEN_FRAMES_MILLISECONDS = 150;

const pause = () => new Promise((resolve) => setTimeout(resolve, BETWEEN_FRAMES_MILLISECONDS));

/** Why there is no picture. */
export type CameraFault = 'denied' | 'missing';

/** The camera at the back of the phone, if it may be used. */
async function openCamera(): Promise<MediaStream | CameraFault> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'missing';
  }
}

/**
 * Shows in `video` what the camera sees, and calls `found` with the text of every QR code until `left` is aborted;
 * then the camera is off. Answers why there is no picture, if there is none.
 */
export async function watchCamera(
  video: HTMLVideoElement,
  left: AbortSignal,
  found: (text: string) => void,
): Promise<CameraFault | undefined> {
  const stream = await openCamera();
  if (typeof stream === 'string') return stream;
  const off = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  if (left.aborted) {
    off();
    return undefined;
  }
  left.addEventListener('abort', off);
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  void readFrames(video, left, found);
  return undefined;
}

async function readFrames(video: HTMLVideoElement, left: AbortSignal, found: (text: string) => void): Promise<void> {
  const read = await createReader();
  while (!left.aborted) {
    const text = await read(video).catch(() => undefined);
    if (text !== undefined && text !== '' && !left.aborted) found(text);
    await pause();
  }
}
