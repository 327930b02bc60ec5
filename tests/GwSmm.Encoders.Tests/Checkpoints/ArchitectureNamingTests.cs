namespace GwSmm.Encoders.Tests.Checkpoints;

public sealed class ArchitectureNamingTests
{
    [Theory]
    [InlineData(EncoderFamily.DistilBert, "distilbert.transformer.layer.11.attention.q_lin.weight", "encoder.layer.11.attention.self.query.weight")]
    [InlineData(EncoderFamily.DistilBert, "transformer.layer.0.output_layer_norm.bias", "encoder.layer.0.output.LayerNorm.bias")]
    [InlineData(EncoderFamily.DistilBert, "pre_classifier.bias", "pooler.dense.bias")]
    [InlineData(EncoderFamily.Roberta, "roberta.encoder.layer.3.output.dense.weight", "encoder.layer.3.output.dense.weight")]
    [InlineData(EncoderFamily.Roberta, "classifier.out_proj.weight", "classifier.weight")]
    [InlineData(EncoderFamily.Roberta, "classifier.dense.weight", "pooler.dense.weight")]
    [InlineData(EncoderFamily.XlmRoberta, "roberta.embeddings.word_embeddings.weight", "embeddings.word_embeddings.weight")]
    [InlineData(EncoderFamily.Electra, "electra.embeddings_project.weight", "embeddings_project.weight")]
    [InlineData(EncoderFamily.Bert, "bert.embeddings.LayerNorm.gamma", "embeddings.LayerNorm.weight")]
    [InlineData(EncoderFamily.Bert, "encoder.layer.1.output.LayerNorm.beta", "encoder.layer.1.output.LayerNorm.bias")]
    [InlineData(EncoderFamily.Bert, "cls.predictions.bias", "cls.predictions.bias")]
    [InlineData(EncoderFamily.Bert, "electra.x.weight", "electra.x.weight")]
    [InlineData(EncoderFamily.Bert, "logit_scale", "logit_scale")]
    public void Names_of_a_file_become_ours(EncoderFamily family, string theirs, string ours) => Assert.Equal(ours, ArchitectureNaming.For(family).Ours(theirs));

    [Fact]
    public void Every_name_goes_there_and_back_and_no_two_meet()
    {
        foreach (var naming in ArchitectureNaming.All)
        {
            var config = Models.Config with { HasPooler = true, EmbeddingSize = naming.HasEmbeddingSize ? 6 : null, TokenTypeCount = naming.HasTokenTypes ? 2 : 0 };
            string[] ours = [.. EncoderLayout.Tensors(config).Select(entry => entry.Name), "classifier.weight", "classifier.bias"];
            foreach (var withHead in new[] { true, false })
            {
                var theirs = ours.Select(name => naming.Theirs(name, withHead)).ToArray();
                Assert.Equal(ours, theirs.Select(naming.Ours), StringComparer.Ordinal);
                Assert.Equal(ours.Length, theirs.Distinct(StringComparer.Ordinal).Count());
            }
        }
    }

    [Fact]
    public void Every_family_has_one_naming() =>
        Assert.Equal(Enum.GetValues<EncoderFamily>(), ArchitectureNaming.All.Select(naming => naming.Family).Order());
}
