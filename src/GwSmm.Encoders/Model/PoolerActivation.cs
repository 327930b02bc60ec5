namespace GwSmm.Encoders;

/// <summary>The function after the dense layer of the pooler.</summary>
public enum PoolerActivation
{
    /// <summary>tanh, as in BERT and RoBERTa.</summary>
    Tanh,

    /// <summary>max(x, 0), as in classifiers on DistilBERT.</summary>
    Relu,

    /// <summary>GELU, as in classifiers on ELECTRA.</summary>
    Gelu,
}
