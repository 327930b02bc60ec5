namespace GwSmm.Encoders;

/// <summary>
/// How the files of a family name what <see cref="EncoderLayout"/> and <see cref="EncoderConfig"/> hold, as <c>transformers</c> writes
/// them. What is not stated is as in BERT.
/// </summary>
internal sealed record ArchitectureNaming
{
    /// <summary>The module of the pooler in <see cref="EncoderLayout"/>.</summary>
    public const string Pooler = "pooler.dense";

    /// <summary>The module of the classifier, beside those of <see cref="EncoderLayout"/>.</summary>
    public const string Classifier = "classifier";

    private const string LayerPrefix = "encoder.layer.";
    private const double FixedNormEpsilon = 1e-12;

    /// <summary>The family.</summary>
    public required EncoderFamily Family { get; init; }

    /// <summary><c>model_type</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Stands before the tensors of the encoder in a model with a head.</summary>
    public required string Prefix { get; init; }

    /// <summary>The class of an encoder; that of a classifier is <see cref="ClassPrefix"/> and <c>ForSequenceClassification</c>.</summary>
    public required string ClassPrefix { get; init; }

    /// <summary>The class of a WordPiece tokenizer.</summary>
    public string WordPieceClass { get; init; } = "BertTokenizer";

    /// <summary>Stands before the number of a layer.</summary>
    public string Layers { get; init; } = LayerPrefix;

    /// <summary>Modules under other names: ours and theirs, inside a layer without its prefix.</summary>
    public IReadOnlyList<(string Ours, string Theirs)> Modules { get; init; } = [];

    /// <summary>Keys of <c>config.json</c> under other names: that of BERT and theirs.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The dense layer that a classifier has of its own in the place of a pooler; null where it reads that of the encoder.</summary>
    public string? HeadDense { get; init; }

    /// <summary>The last layer of a classifier.</summary>
    public string HeadOutput { get; init; } = Classifier;

    /// <summary>The activation after <see cref="HeadDense"/> or the pooler.</summary>
    public PoolerActivation PoolerActivation { get; init; }

    /// <summary>Whether an encoder without head may have a pooler.</summary>
    public bool HasPooler { get; init; } = true;

    /// <summary>Whether there is a token type embedding.</summary>
    public bool HasTokenTypes { get; init; } = true;

    /// <summary>Whether embeddings may have a width of their own.</summary>
    public bool HasEmbeddingSize { get; init; }

    /// <summary>Whether <c>layer_norm_eps</c> is a setting; else it is 1e-12.</summary>
    public bool HasNormEpsilon { get; init; } = true;

    /// <summary>Whether positions are counted from the number of the padding token plus 1, the rows before that being unused.</summary>
    public bool CountsFromPadding { get; init; }

    /// <summary>The families.</summary>
    public static IReadOnlyList<ArchitectureNaming> All { get; } = CreateAll();

    /// <summary>The naming of a family.</summary>
    /// <param name="family">The family.</param>
    /// <returns>Its naming.</returns>
    public static ArchitectureNaming For(EncoderFamily family) => All.First(naming => naming.Family == family);

    /// <summary>The key of a <c>config.json</c>.</summary>
    /// <param name="key">That of BERT.</param>
    /// <returns>That of this family.</returns>
    public string Key(string key) => Keys.GetValueOrDefault(key, key);

    /// <summary>Our name of a tensor.</summary>
    /// <param name="name">The name in a file, with or without <see cref="Prefix"/>.</param>
    /// <returns>The name of <see cref="EncoderLayout"/>, or what is left of theirs where it has none.</returns>
    public string Ours(string name)
    {
        var body = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        var (layer, module, parameter) = Split(body, Layers);
        if (module.EndsWith("LayerNorm", StringComparison.Ordinal))
        {
            // Names of the first releases.
            parameter = parameter is "gamma" ? "weight" : parameter is "beta" ? "bias" : parameter;
        }

        var ours = Modules.FirstOrDefault(pair => string.Equals(pair.Theirs, module, StringComparison.Ordinal)).Ours
            ?? (string.Equals(module, HeadDense, StringComparison.Ordinal) ? Pooler
            : string.Equals(module, HeadOutput, StringComparison.Ordinal) ? Classifier
            : module);
        return Join(layer is null ? string.Empty : $"{LayerPrefix}{layer}.", ours, parameter);
    }

    /// <summary>Whether a name in a file is that of the dense layer which only a classifier has.</summary>
    /// <param name="name">The name in the file.</param>
    /// <returns>Whether it is.</returns>
    public bool IsHeadDense(string name) => HeadDense is not null && name.StartsWith(HeadDense + ".", StringComparison.Ordinal);

    /// <summary>The name of a tensor in a file.</summary>
    /// <param name="name">That of <see cref="EncoderLayout"/>, or of the classifier.</param>
    /// <param name="withHead">Whether the file is of a classifier.</param>
    /// <returns>Their name.</returns>
    public string Theirs(string name, bool withHead)
    {
        var (layer, module, parameter) = Split(name, LayerPrefix);
        if (string.Equals(module, Classifier, StringComparison.Ordinal))
        {
            return Join(string.Empty, HeadOutput, parameter);
        }

        if (string.Equals(module, Pooler, StringComparison.Ordinal) && HeadDense is not null && (withHead || !HasPooler))
        {
            return Join(string.Empty, HeadDense, parameter);
        }

        var theirs = Modules.FirstOrDefault(pair => string.Equals(pair.Ours, module, StringComparison.Ordinal)).Theirs ?? module;
        return Join((withHead ? Prefix : string.Empty) + (layer is null ? string.Empty : $"{Layers}{layer}."), theirs, parameter);
    }

    /// <summary>Checks that the files of this family can say what an architecture is.</summary>
    /// <param name="config">An architecture of this family.</param>
    /// <exception cref="ArgumentException">They cannot.</exception>
    public void Check(EncoderConfig config)
    {
        var found = !HasTokenTypes && config.TokenTypeCount != 0 ? $"{config.TokenTypeCount} token types, where there are none"
            : HasTokenTypes && config.TokenTypeCount == 0 ? "no token types"
            : !HasEmbeddingSize && config.HasProjection ? $"embeddings of {config.EmbeddingWidth} channels for {config.HiddenSize}"
            : !HasNormEpsilon && config.LayerNormEpsilon != FixedNormEpsilon ? $"the layer norm epsilon {config.LayerNormEpsilon}, where it is fixed"
            : config.HasPooler && config.PoolerActivation != PoolerActivation ? $"the pooler activation {config.PoolerActivation}, where it is {PoolerActivation}"
            : null;
        if (found is not null)
        {
            throw new ArgumentException($"A checkpoint of the family {Family} cannot hold this architecture: it has {found}.", nameof(config));
        }
    }

    private static (string? Layer, string Module, string Parameter) Split(string name, string layers)
    {
        string? layer = null;
        if (name.StartsWith(layers, StringComparison.Ordinal) && name.IndexOf('.', layers.Length) is var end && end > layers.Length)
        {
            layer = name[layers.Length..end];
            name = name[(end + 1)..];
        }

        var dot = name.LastIndexOf('.');
        return dot < 0 ? (layer, string.Empty, name) : (layer, name[..dot], name[(dot + 1)..]);
    }

    private static string Join(string prefix, string module, string parameter) => module.Length == 0 ? prefix + parameter : $"{prefix}{module}.{parameter}";

    private static ArchitectureNaming[] CreateAll()
    {
        var roberta = new ArchitectureNaming
        {
            Family = EncoderFamily.Roberta,
            ModelType = "roberta",
            Prefix = "roberta.",
            ClassPrefix = "Roberta",
            HeadDense = "classifier.dense",
            HeadOutput = "classifier.out_proj",
            CountsFromPadding = true,
        };
        return
        [
            new ArchitectureNaming { Family = EncoderFamily.Bert, ModelType = "bert", Prefix = "bert.", ClassPrefix = "Bert" },
            new ArchitectureNaming
            {
                Family = EncoderFamily.DistilBert,
                ModelType = "distilbert",
                Prefix = "distilbert.",
                ClassPrefix = "DistilBert",
                WordPieceClass = "DistilBertTokenizer",
                Layers = "transformer.layer.",
                Modules =
                [
                    ("attention.self.query", "attention.q_lin"), ("attention.self.key", "attention.k_lin"), ("attention.self.value", "attention.v_lin"),
                    ("attention.output.dense", "attention.out_lin"), ("attention.output.LayerNorm", "sa_layer_norm"),
                    ("intermediate.dense", "ffn.lin1"), ("output.dense", "ffn.lin2"), ("output.LayerNorm", "output_layer_norm"),
                ],
                Keys = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["hidden_size"] = "dim",
                    ["num_hidden_layers"] = "n_layers",
                    ["num_attention_heads"] = "n_heads",
                    ["intermediate_size"] = "hidden_dim",
                    ["hidden_act"] = "activation",
                    ["hidden_dropout_prob"] = "dropout",
                    ["attention_probs_dropout_prob"] = "attention_dropout",
                },
                HeadDense = "pre_classifier",
                PoolerActivation = PoolerActivation.Relu,
                HasPooler = false,
                HasTokenTypes = false,
                HasNormEpsilon = false,
            },
            roberta,
            roberta with { Family = EncoderFamily.XlmRoberta, ModelType = "xlm-roberta", ClassPrefix = "XLMRoberta" },
            roberta with { Family = EncoderFamily.Camembert, ModelType = "camembert", ClassPrefix = "Camembert" },
            new ArchitectureNaming
            {
                Family = EncoderFamily.Electra,
                ModelType = "electra",
                Prefix = "electra.",
                ClassPrefix = "Electra",
                WordPieceClass = "ElectraTokenizer",
                HeadDense = "classifier.dense",
                HeadOutput = "classifier.out_proj",
                PoolerActivation = PoolerActivation.Gelu,
                HasPooler = false,
                HasEmbeddingSize = true,
            },
        ];
    }
}
