namespace GwSmm.Encoders;

/// <summary>How the hidden states of a sequence become one feature vector.</summary>
public enum Pooling
{
    /// <summary>The hidden state of the first token, [CLS].</summary>
    Cls,

    /// <summary>The pooler: a dense layer on [CLS] and its activation, mostly tanh. The checkpoint must have one.</summary>
    Pooler,

    /// <summary>The mean over all tokens of the sequence, [CLS] and [SEP] included, padding not.</summary>
    Mean,
}
