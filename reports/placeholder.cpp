// Keeps the library from being empty until its first source.
namespace assay {
extern const int kreportsPlaceholder;
const int kreportsPlaceholder = 0;
}  // namespace assay
