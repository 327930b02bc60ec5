using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>Finds or makes the encoder that every model starts from.</summary>
internal static class BaseEncoders
{
    /// <summary>Most tokens of a vocabulary made from the responses.</summary>
    public const int BuiltVocabularySize = 4000;

    /// <summary>The architecture of a preset, given the size of the vocabulary; null where there is no such preset.</summary>
    /// <param name="name">tiny, mini or small.</param>
    public static Func<int, EncoderConfig>? Preset(string name) => name switch
    {
        "tiny" => EncoderConfig.Tiny,
        "mini" => EncoderConfig.Mini,
        "small" => EncoderConfig.Small,
        _ => null,
    };

    /// <summary>Creates the encoder.</summary>
    /// <param name="name">tiny, mini or small for random weights, or a Hugging Face directory.</param>
    /// <param name="vocabularyFile">A vocab.txt for the presets; null makes a vocabulary from the texts.</param>
    /// <param name="texts">The training responses.</param>
    /// <param name="seed">Seed of the random weights.</param>
    /// <exception cref="GwSmmException">There is no such preset or directory, or a file in it is damaged.</exception>
    public static BaseEncoder Create(string name, string? vocabularyFile, IEnumerable<string> texts, ulong seed)
    {
        var preset = Preset(name);
        if (preset is not null)
        {
            var vocabulary = vocabularyFile is null ? Vocabulary.Build(texts, BuiltVocabularySize) : Vocabulary.Load(vocabularyFile);
            return BaseEncoder.Create(preset(vocabulary.Count), vocabulary, seed);
        }

        if (!Directory.Exists(name))
        {
            throw new GwSmmException($"There is no base encoder '{name}' (--base). Use tiny, mini, small, or a directory with config.json, model.safetensors and vocab.txt.");
        }

        return vocabularyFile is null
            ? BaseEncoder.Load(name)
            : throw new GwSmmException($"The base encoder '{name}' has its own vocabulary; leave --vocab out.");
    }
}
