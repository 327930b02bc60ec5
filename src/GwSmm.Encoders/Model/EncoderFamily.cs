namespace GwSmm.Encoders;

/// <summary>The family of a checkpoint: how its files name and number things. All are run by the same engine.</summary>
public enum EncoderFamily
{
    /// <summary>BERT (Devlin et al., 2019), and MiniLM, which is a small one.</summary>
    Bert,

    /// <summary>DistilBERT (Sanh et al., 2019): no token types, no pooler.</summary>
    DistilBert,

    /// <summary>RoBERTa (Liu et al., 2019): positions counted after the padding token, byte-level BPE.</summary>
    Roberta,

    /// <summary>XLM-RoBERTa (Conneau et al., 2020): RoBERTa under another name.</summary>
    XlmRoberta,

    /// <summary>CamemBERT (Martin et al., 2020): RoBERTa under another name.</summary>
    Camembert,

    /// <summary>ELECTRA (Clark et al., 2020): embeddings may be narrower than hidden states; no pooler.</summary>
    Electra,
}
