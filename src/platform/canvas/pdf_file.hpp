// The objects of a PDF file: numbers, streams, object streams and the table that finds them (PDF 1.7, section
// 7.5). What the objects say is the callers'. Nothing random and no clock enters the bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct libdeflate_compressor;

namespace presstime::canvas {

class PdfFile {
public:
    PdfFile();
    PdfFile(const PdfFile&) = delete;
    PdfFile& operator=(const PdfFile&) = delete;
    ~PdfFile();

    // A number to refer to before the object is put.
    int reserve();
    // An object that is no stream: packed with others.
    void put(int number, std::string body);
    int put(std::string body);
    // `entries` of the dictionary without length and filter; `bytes` not yet packed.
    void put_stream(int number, std::string_view entries, std::string_view bytes);

    // The whole file; the last call.
    std::string finish(int root, int info);

private:
    // Where an object is found: in the file, or in an object stream.
    struct Place {
        int type = 0;       // 0 free, 1 at an offset, 2 in a stream
        std::size_t at = 0; // offset, or the stream's object number
        std::size_t index = 0;
    };
    struct Packed {
        int number = 0;
        std::string body;
    };
    void flush_objects();
    void put_bytes(int number, std::string_view entries, std::string_view bytes);
    Place& place_of(int number) { return places_[static_cast<std::size_t>(number)]; }

    std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor_;
    std::string file_;
    std::vector<Place> places_{1};
    std::vector<Packed> packed_;
    std::string deflated_;
};

// With at most `decimals` digits after the point and no more than needed.
void append_number(std::string& out, double value, int decimals = 2);
// As UTF-16 in hexadecimal: nothing needs an escape.
std::string pdf_string(std::string_view text);
// The digits alone, without what marks them as UTF-16 or as a string.
void append_utf16(std::string& out, std::string_view valid_utf8);

} // namespace presstime::canvas
