#include "platform/canvas/image.hpp"

#include "base/encoding.hpp"
#include "platform/canvas/canvas_fixture.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include <jpeglib.h>

namespace presstime {
namespace {

using namespace canvas_test;

// Left half red, right half blue.
std::string a_png(int width, int height)
{
    Page page = page_with({FillRect{{0, 0, width / 2.0, 1.0 * height}, rgb(0xFF0000)},
                           FillRect{{width / 2.0, 0, width / 2.0, 1.0 * height}, rgb(0x0000FF)}});
    page.width = width;
    page.height = height;
    return png_of(page, 1);
}

// Green; or, with four components, CMYK.
std::string a_jpeg(unsigned width, unsigned height, int components = 3)
{
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &out, &size);
    jpeg.image_width = width;
    jpeg.image_height = height;
    jpeg.input_components = components;
    jpeg.in_color_space = components == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    std::vector<unsigned char> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(components));
    for (std::size_t i = 1; i < pixels.size(); i += static_cast<std::size_t>(components)) {
        pixels[i] = 200;
    }
    for (unsigned y = 0; y < height; ++y) {
        JSAMPROW row = pixels.data();
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    std::string bytes(reinterpret_cast<const char*>(out), size);
    jpeg_destroy_compress(&jpeg);
    std::free(out);
    return bytes;
}

std::string refusal(std::string_view bytes)
{
    const auto image = read_image(bytes);
    return image ? "taken" : image.error().message;
}

std::string data_uri(std::string_view type, std::string_view bytes)
{
    return "data:" + std::string(type) + ";base64," +
           base64_encode({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
}

TEST(Image, IsReadWithItsTypeAndSize)
{
    const auto png = read_image(a_png(40, 20));
    ASSERT_TRUE(png) << png.error().message;
    EXPECT_EQ((*png)->type, ImageType::png);
    EXPECT_EQ((*png)->width, 40);
    EXPECT_EQ((*png)->height, 20);
    const auto jpeg = read_image(a_jpeg(31, 17));
    ASSERT_TRUE(jpeg) << jpeg.error().message;
    EXPECT_EQ((*jpeg)->type, ImageType::jpeg);
    EXPECT_EQ((*jpeg)->width, 31);
    EXPECT_EQ((*jpeg)->bytes, a_jpeg(31, 17));
}

TEST(Image, ThatIsNoneIsRefusedWithTheReason)
{
    EXPECT_EQ(refusal(""), "the image is empty; give the bytes of a PNG or a JPEG");
    EXPECT_EQ(refusal("<svg/>"), "the image is neither a PNG nor a JPEG; save it as one of these");
    EXPECT_EQ(refusal("GIF89a......"), "the image is neither a PNG nor a JPEG; save it as one of these");
    EXPECT_EQ(refusal(a_jpeg(8, 8, 4)), "the image is a JPEG in CMYK colours; save it in RGB");
    EXPECT_EQ(refusal(std::string(kMaxImageBytes + 1, 'x')),
              "the image has 2 MiB; at most 2 MiB are taken, so save it smaller");
    EXPECT_EQ(refusal(a_jpeg(5000, 4)),
              "the image is 5000 x 4 pixels; at most 4096 a side are taken, so save it smaller");
}

TEST(Image, OfAFewBytesThatUnfoldsToGigabytesIsRefusedUnread)
{
    std::string bomb = a_png(8, 8);
    bomb.replace(16, 8, std::string("\x00\x00\xFF\xFF\x00\x00\xFF\xFF", 8));
    EXPECT_EQ(refusal(bomb),
              "the image is 65535 x 65535 pixels; at most 4096 a side are taken, so save it smaller");
    bomb.replace(16, 8, std::string("\xFF\xFF\xFF\xFF\x00\x00\x00\x00", 8));
    EXPECT_EQ(refusal(bomb), "the image has no pixels; save it again");
}

TEST(Image, ThatIsDamagedAnywhereIsRefusedAndNeverCrashes)
{
    for (const std::string& whole : {a_png(40, 20), a_jpeg(40, 20)}) {
        for (std::size_t bytes = 3; bytes < whole.size() - 2; bytes += 7) {
            EXPECT_FALSE(read_image(std::string_view(whole).substr(0, bytes))) << bytes;
        }
        for (std::size_t at = 0; at < whole.size(); ++at) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
            const auto image = read_image(damaged); // a changed colour is still a picture
            EXPECT_TRUE(image || !image.error().message.empty());
        }
    }
}

TEST(DataUri, IsReadAndWhatIsNoneIsRefused)
{
    EXPECT_EQ((*read_data_uri(data_uri("image/png", a_png(4, 4))))->width, 4);
    EXPECT_EQ((*read_data_uri(data_uri("image/png", a_jpeg(4, 4))))->type, ImageType::jpeg);
    for (const std::string_view uri :
         {"", "logo.png", "https://a.b/c.png", "file:///etc/passwd", "data:image/png,rawbytes",
          "data:image/png;base64,****", "data:image/png;base64,", "data:image/svg+xml;base64,PHN2Zy8+"}) {
        EXPECT_FALSE(read_data_uri(uri)) << uri;
    }
    EXPECT_EQ(read_data_uri("data:image/png;base64," + std::string(4'000'000, 'A')).error().kind,
              ErrorKind::too_large);
}

TEST(DrawImage, KeepsProportionsInTheMiddleOfItsBox)
{
    const auto image = read_image(a_png(40, 20)).value();
    Page page = page_with({DrawImage{image, {10, 10, 80, 80}}, DrawImage{nullptr, {0, 0, 5, 5}}});
    page.width = 100;
    page.height = 100;
    const Picture picture = read_png(png_of(page, 1));
    EXPECT_EQ(picture.at(12, 50), 0xFF0000u);
    EXPECT_EQ(picture.at(88, 50), 0x0000FFu);
    EXPECT_EQ(picture.at(50, 25), 0xFFFFFFu);
    EXPECT_EQ(picture.at(50, 75), 0xFFFFFFu);
}

TEST(DrawImage, PutsAJpegIntoThePdfAsItIsAndOnceForAllPages)
{
    const auto image = read_image(a_jpeg(64, 48)).value();
    PageList pages = list_of({DrawImage{image, {10, 10, 80, 80}}});
    pages.pages.push_back(pages.pages.front());
    pages.pages.push_back(pages.pages.front());
    const std::string pdf = pdf_of(pages);
    const std::size_t first = pdf.find(image->bytes);
    EXPECT_NE(first, std::string::npos);
    EXPECT_EQ(pdf.find(image->bytes, first + 1), std::string::npos);
    const std::string images = run_tool("pdfimages -list", "", pdf);
    EXPECT_NE(images.find("jpeg"), std::string::npos) << images;
}

} // namespace
} // namespace presstime
