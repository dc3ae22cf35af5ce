// Keeps the library from being empty until its first source.
namespace assay {
extern const int krunPlaceholder;
const int krunPlaceholder = 0;
}  // namespace assay
