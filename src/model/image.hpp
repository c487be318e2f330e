// A picture of the user's: a logo or an image widget. Encoded bytes as they came, checked by whoever decodes
// them; sizes are pixels.
#pragma once

#include <string>

namespace presstime {

enum class ImageType { png, jpeg };

struct Image {
    ImageType type = ImageType::png;
    std::string bytes;
    int width = 0;
    int height = 0;
};

} // namespace presstime
