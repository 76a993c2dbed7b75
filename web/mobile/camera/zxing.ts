import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm';

// From the portal itself: without this it would come from somebody else's host.
prepareZXingModule({ overrides: { locateFile: () => wasm } });

/** The text of the first QR code in a picture. */
export async function readQrCode(picture: ImageData): Promise<string | undefined> {
  const [found] = await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: 1 });
  return found?.text;
}
