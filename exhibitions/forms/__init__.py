from exhibitions.forms.catalogue import CatalogueSearchForm, EnquiryForm

__all__ = ["CatalogueSearchForm", "EnquiryForm"]
