// Keeps the library from being empty until its first source.
namespace assay {
extern const int kresultsPlaceholder;
const int kresultsPlaceholder = 0;
}  // namespace assay
