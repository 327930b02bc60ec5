namespace GwSmm.Encoders;

/// <summary>How the words of a text become the tokens of a vocabulary.</summary>
public enum TokenizerKind
{
    /// <summary>WordPiece (Devlin et al., 2019): words cut by BERT's basic tokenizer, spelt with the longest pieces.</summary>
    WordPiece,

    /// <summary>Byte-level BPE (Radford et al., 2019; Liu et al., 2019): words with their space, spelt in bytes that are merged by rank.</summary>
    ByteLevelBpe,
}
