/** Reads the text of a QR code out of what the camera sees now. */
export type FrameReader = (video: HTMLVideoElement) => Promise<string | undefined>;

/** The Shape Detection API, where a browser has it. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

declare global {
  var BarcodeDetector:
    | ((new (options: {
        readonly formats: readonly string[];
      }) => Detector) & { getSupportedFormats(): Promise<readonly string[]> })
    | undefined;
}

async function nativeReader(): Promise<FrameReader | undefined> {
  const { BarcodeDetector } = globalThis;
  if (!BarcodeDetector || !(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return undefined;
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  return async (video) => (await detector.detect(video))[0]?.rawValue;
}

/** Loaded now and not before: it weighs more than all the rest of the app. */
async function ownReader(): Promise<FrameReader> {
  const { readQrCode } = await import('./zxing.ts');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const { videoWidth: width, videoHeight: height } = video;
    if (!context || width === 0) return undefined;
    Object.assign(canvas, { width, height });
    context.drawImage(video, 0, 0);
    return readQrCode(context.getImageData(0, 0, width, height));
  };
}

/** The browser's own reader, else ours. */
export async function createReader(): Promise<FrameReader> {
  return (await nativeReader().catch(() => undefined)) ?? ownReader();
}
