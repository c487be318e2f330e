// pdf.js, loaded when a PDF is first shown. It draws the very bytes that were sent.
import type { PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

export async function openPdf(bytes: ArrayBuffer): Promise<PDFDocumentProxy> {
  const pdf = await import('pdfjs-dist');
  pdf.GlobalWorkerOptions.workerSrc = workerUrl;
  return pdf.getDocument({ data: new Uint8Array(bytes), enableXfa: false }).promise;
}
